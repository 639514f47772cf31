import BeckonModel
import Testing

@Suite("How long a ticket may become")
struct TicketLengthTests {
    private func ticket(ofEntries count: Int) throws -> Ticket {
        let young = try TicketFixture.live().ticket
        return Ticket(
            id: young.id, number: young.number, customer: young.customer, subject: young.subject,
            createdAt: young.createdAt, follows: nil, status: young.status, chat: young.chat,
            priority: young.priority, assignee: young.assignee, seq: count,
            updatedAt: young.updatedAt, waitingSince: nil, resolvedAt: nil, followUp: nil,
            rating: nil, preview: young.preview, firstResponseAt: young.firstResponseAt)
    }

    @Test("The last message fits, and the next is refused; so are notes")
    func messages() throws {
        let almost = try ticket(ofEntries: Limits.ticketEntries - 1)
        _ = try almost.decide(.say("the last"), by: TicketFixture.customer)
        let full = try ticket(ofEntries: Limits.ticketEntries)
        for (command, actor) in [
            (Command.say("one more"), TicketFixture.customer),
            (.say("one more"), TicketFixture.agent()),
            (.note(text: "one more", clientID: nil), TicketFixture.agent()),
        ] {
            #expect(throws: TicketError.ticketFull) { try full.decide(command, by: actor) }
        }
    }

    @Test("A full ticket can still be resolved")
    func states() throws {
        let full = try ticket(ofEntries: Limits.ticketEntries)
        _ = try full.decide(.setStatus(.resolved), by: TicketFixture.agent())
    }
}

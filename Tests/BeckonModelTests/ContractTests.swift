import BeckonModel
import Foundation
import Testing

private typealias T = TicketFixture

@Suite("What pages are told of the rules")
struct ContractTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// With `BECKON_RECORD=1` the files are written anew.
    @Test(
        "The files of the contract say what the model says",
        arguments: ContractFiles.all.map(\.path))
    func files(_ path: String) throws {
        let text = try #require(ContractFiles.all.first { $0.path == path }?.text)
        let file = Self.root.appending(path: path)
        if ProcessInfo.processInfo.environment["BECKON_RECORD"] == "1" {
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        let stored = try String(contentsOf: file, encoding: .utf8)
        #expect(stored == text, "make contract writes it anew")
    }

    @Test("The table has every standing that commands can bring a ticket into, and no other")
    func standings() throws {
        var reached: [ActionTable.Standing: TicketFixture] = [:]
        var open = [try T.waiting()]
        let actors = [
            T.customer, .clock, T.agent(), T.agent(online: false), T.agent(T.sam),
            T.agent(role: .supervisor), T.agent(T.sam, role: .admin),
            .machine(ActionTable.machine),
        ]
        let commands: [Command] =
            [
                .say("Hello"), .say("Hello", offline: true), .note(text: "Hello", clientID: nil),
                .pick, .release, .transfer(to: T.dana, isOnline: true),
                .transfer(to: T.sam, isOnline: true), .rate(score: 3, comment: nil),
                .staffWentOffline(T.dana.id), .staffWentOffline(T.sam.id),
                .closeResolved(before: Timestamp(milliseconds: .max)), .setPriority(.high),
                .move(T.away),
            ] + Status.allCases.map { .setStatus($0) }
        while let fixture = open.popLast() {
            let standing = try Self.standing(fixture.ticket)
            if reached[standing] != nil { continue }
            reached[standing] = fixture
            for actor in actors {
                for command in commands {
                    var next = fixture
                    guard (try? next.run(command, by: actor)) != nil else { continue }
                    open.append(next)
                }
            }
        }
        #expect(Set(reached.keys) == Set(ActionTable.Standing.all))
    }

    private static func standing(_ ticket: Ticket) -> ActionTable.Standing {
        let whose: ActionFacts.Whose =
            switch ticket.assignee {
            case nil: .nobody
            case .some(T.dana): .mine
            case .some: .colleague
            }
        return ActionTable.Standing(status: ticket.status, chat: ticket.chat, whose: whose)
    }

    @Test("What decide accepts is what the facts permit, in every row")
    func permissions() {
        for row in ActionTable.customers + ActionTable.staff + ActionTable.machines {
            let permitted = Action.allCases.filter { row.facts.permission(for: $0) == .granted }
            #expect(row.actions == permitted, "\(row.facts)")
        }
    }

    @Test("No machine speaks to a customer whom an agent has, nor takes a ticket")
    func machines() {
        #expect(ActionTable.machines.count > 10)
        for row in ActionTable.machines {
            #expect(!row.actions.contains(.pick), "\(row.facts)")
            if row.facts.asker == .machine(isTaken: true) {
                #expect(!row.actions.contains(.message), "\(row.facts)")
            }
        }
        let waiting = ActionTable.machines.first { $0.facts.chat == .waiting }
        #expect(waiting?.actions.contains(.message) == true)
    }

    // MARK: Some rows, in words

    private func agent(
        _ status: Status, _ chat: Chat, _ whose: ActionFacts.Whose, role: Role = .agent,
        online: Bool = true
    ) -> [Action] {
        let facts = ActionFacts(
            status: status, chat: chat, asker: .staff(role, has: whose, online: online),
            allowsLeaveMessage: true)
        return ActionTable.staff.first { $0.facts == facts }?.actions ?? []
    }

    private func customer(
        _ status: Status, _ chat: Chat, allowsLeaveMessage: Bool = true
    ) -> [Action] {
        let facts = ActionFacts(
            status: status, chat: chat, asker: .customer, allowsLeaveMessage: allowsLeaveMessage)
        return ActionTable.customers.first { $0.facts == facts }?.actions ?? []
    }

    @Test(
        "Of a colleague's ticket an agent may change what it is called and where it belongs, and write a note, no more"
    )
    func colleague() {
        #expect(
            agent(.open, .live, .colleague) == [.note, .setPriority, .setSubject, .setTags, .move])
        #expect(
            agent(.pending, .live, .colleague) == [
                .note, .setPriority, .setSubject, .setTags, .move,
            ])
        #expect(
            agent(.open, .paused, .colleague) == [
                .note, .pick, .setPriority, .setSubject, .setTags, .move,
            ])
    }

    @Test("A supervisor may do with a colleague's ticket all but speak and pick")
    func supervisor() {
        #expect(
            agent(.open, .live, .colleague, role: .supervisor)
                == [
                    .note, .release, .transfer, .pending, .resolve, .close, .setPriority,
                    .setSubject, .setTags, .move,
                ])
        #expect(
            agent(.pending, .live, .colleague, role: .admin)
                == [
                    .note, .release, .transfer, .open, .resolve, .close, .setPriority, .setSubject,
                    .setTags, .move,
                ])
    }

    @Test("One's own ticket can be answered and moved on while live, picked again when paused")
    func own() {
        #expect(
            agent(.open, .live, .mine)
                == [
                    .message, .note, .release, .transfer, .pending, .resolve, .close, .setPriority,
                    .setSubject, .setTags, .move,
                ])
        #expect(
            agent(.open, .paused, .mine) == [
                .note, .pick, .release, .setPriority, .setSubject, .setTags, .move,
            ])
        #expect(
            agent(.open, .paused, .mine, online: false) == [
                .note, .release, .setPriority, .setSubject, .setTags, .move,
            ])
    }

    @Test("What nobody has can be picked or closed by who is online")
    func waiting() {
        #expect(
            agent(.open, .waiting, .nobody) == [
                .note, .pick, .close, .setPriority, .setSubject, .setTags, .move,
            ])
        #expect(
            agent(.open, .waiting, .nobody, online: false) == [
                .note, .setPriority, .setSubject, .setTags, .move,
            ])
    }

    @Test("What is over can be reopened until it is closed; then there are only notes")
    func over() {
        #expect(
            agent(.resolved, .ended, .colleague) == [
                .note, .reopen, .close, .setPriority, .setSubject, .setTags, .move,
            ])
        #expect(agent(.closed, .closed, .mine, role: .admin) == [.note])
    }

    @Test("A customer writes while the chat runs, leaves a message, follows up or asks anew")
    func customers() {
        #expect(customer(.open, .waiting) == [.message, .askNew, .close])
        #expect(customer(.pending, .live) == [.message, .askNew, .close])
        #expect(customer(.open, .paused) == [.leaveMessage, .askNew, .close])
        #expect(customer(.open, .paused, allowsLeaveMessage: false) == [.askNew, .close])
        #expect(customer(.resolved, .ended) == [.message, .askNew, .reopen, .close, .rate])
        #expect(customer(.closed, .closed) == [.followUp, .askNew, .rate])
    }

    // MARK: Lists

    @Test("Every order ends with the number, which is unique, so that no two tickets tie")
    func orders() {
        for order in TicketOrder.allCases { #expect(order.keys.last?.field == .number) }
    }
}

import BeckonModel
import BeckonRealtime
import BeckonStore
import BeckonWire

extension Simulation {
    /// Reads what is stored, and holds it, the history, the pages and presence against the promises.
    func check() throws -> [Violation] {
        let stored = try readStored()
        var checker = Checker(history: history, stored: stored)
        checker.checkLogs()
        checker.checkAcked()
        checker.checkOnce()
        checker.checkViews(pages)
        checker.checkJoins(pages)
        checker.checkPicks()
        checker.checkComposer()
        checker.checkProjections()
        checker.checkFollowed()
        checker.checkDeadlines(clocks.map { $0.now() })
        checker.checkPresence(
            pages,
            online: running.map { node in
                Set(People.staff.map(\.id).filter { node.realtime.board.isOnline($0) })
            })
        return checker.violations
    }

    private func readStored() throws -> Stored {
        let store = disk.store
        let staff = People.staff.map(\.id)
        return try executor.run {
            var stored = Stored()
            var query = TicketQuery()
            query.limit = Limits.listRows
            while true {
                let page = try await store.tickets(query)
                stored.listed += page.records.map(\.ticket)
                guard let next = page.next else { break }
                query.cursor = next
            }
            for ticket in stored.listed {
                let lines = try await store.log(of: ticket.id, after: 0, limit: 100_000)
                stored.logs.append(
                    .init(
                        ticket: ticket.id, lines: lines, entries: try lines.map { try $0.decoded() }
                    ))
            }
            for one in staff { stored.counts.append((one, try await store.counts(for: one))) }
            return stored
        }
    }
}

/// What the store holds at the end.
struct Stored: Sendable {
    struct Log: Sendable {
        let ticket: TicketID
        let lines: [LogLine]
        let entries: [Entry]
    }

    /// As the lists show them, and each one's log beside it.
    var listed: [Ticket] = []
    var logs: [Log] = []
    var counts: [(StaffID, TicketCounts)] = []

    func log(of ticket: TicketID) -> Log? { logs.first { $0.ticket == ticket } }
}

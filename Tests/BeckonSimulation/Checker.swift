import BeckonClient
import BeckonModel
import BeckonStore
import BeckonWire

/// Holds what is stored and what was seen against the promises (docs/simulation.md).
struct Checker {
    let history: History
    let stored: Stored
    private(set) var violations: [Violation] = []

    init(history: History, stored: Stored) {
        self.history = history
        self.stored = stored
    }

    mutating func fail(_ promise: Promise, _ text: String) {
        violations.append(Violation(promise, text))
    }

    func name(_ ticket: TicketID) -> String { history.name(of: ticket) }

    // MARK: The log

    /// Dense from 1, times in order, a fold.
    mutating func checkLogs() {
        for log in stored.logs {
            if log.entries.isEmpty || log.entries.map(\.seq) != Array(1...log.entries.count) {
                fail(.log, "\(name(log.ticket)) has numbers \(log.entries.map(\.seq))")
            }
            if Ticket(log: log.entries) == nil { fail(.log, "\(name(log.ticket)) is no fold") }
            for (earlier, later) in zip(log.entries, log.entries.dropFirst())
            where later.at < earlier.at {
                fail(.log, "\(name(log.ticket)) #\(later.seq) is before the one before it")
            }
        }
    }

    // MARK: Acks

    /// Every acked message stands at the number that the ack named, with the text that was sent; every ack says the same.
    mutating func checkAcked() {
        var acks: [ClientID: (TicketID, Seq)] = [:]
        for record in history.records {
            guard case .acked(let clientID, let ticket, let seq) = record.event else { continue }
            if let (first, number) = acks[clientID], first != ticket || number != seq {
                fail(
                    .acked,
                    "\(clientID) is acked as \(name(first)) #\(number) and as \(name(ticket)) #\(seq)"
                )
            }
            acks[clientID] = (ticket, seq)
            let entry = stored.log(of: ticket)?.entries.first { $0.seq == seq }
            let written = entry.flatMap { Written($0.body) }
            if written?.clientID != clientID || written?.text != "text of \(clientID)" {
                fail(
                    .acked,
                    "\(clientID) is acked as \(name(ticket)) #\(seq), where it does not stand")
            }
        }
    }

    /// No message of an author stands twice under one `client_id`, in no ticket.
    mutating func checkOnce() {
        var seen: [ClientID: String] = [:]
        for log in stored.logs {
            for entry in log.entries {
                guard let clientID = Written(entry.body)?.clientID else { continue }
                let place = "\(name(log.ticket)) #\(entry.seq)"
                if let first = seen[clientID] {
                    fail(.once, "\(clientID) stands at \(first) and at \(place)")
                }
                seen[clientID] = place
            }
        }
    }

    // MARK: What pages saw

    /// Whatever a page got is the log's own line; at the end every page has all of what it follows.
    mutating func checkViews(_ pages: [SimulatedPage]) {
        let customers = Set(pages.filter { $0.identity.side == .user }.map(\.name))
        for record in history.records {
            switch record.event {
            case .received(let ticket, let seq, let bytes):
                let line = stored.log(of: ticket)?.lines.first { $0.seq == seq }
                let side: Side = customers.contains(record.who) ? .user : .staff
                if line.map({ expected($0, of: ticket, for: side) }) != bytes {
                    fail(.view, "\(record.who) got \(name(ticket)) #\(seq) other than it is stored")
                }
            case .resync(let ticket, let seq, let reason) where reason == "ahead":
                fail(.view, "\(record.who) knows more of \(name(ticket)) than its \(seq) entries")
            default: break
            }
        }
        for page in pages {
            for ticket in page.opened { checkView(of: ticket, page) }
            if !page.isOpen { fail(.rest, "\(page.name) is not connected") }
            for item in page.session.outbox.items {
                if case .failed = item.state { continue }
                fail(.rest, "\(page.name) never got an answer to \(item.id)")
            }
        }
    }

    /// At rest a page has every entry, and folds them as the server does.
    private mutating func checkView(of ticket: TicketID, _ page: SimulatedPage) {
        let log = stored.log(of: ticket)?.entries ?? []
        if page.seq(of: ticket) != log.count {
            fail(
                .view,
                "\(page.name) has \(page.seq(of: ticket)) of \(log.count) entries of \(name(ticket))"
            )
        } else if page.session[.init(ticket)]?.state?.ticket != Ticket(log: log) {
            fail(.view, "\(page.name) sees \(name(ticket)) other than its log")
        }
    }

    /// Once a customer's page has been told `synced`, live entries follow it number by number, however slowly it was read and however fast
    /// others write. Of their own messages pages get acks; with several nodes what a message brought about comes before its ack.
    mutating func checkJoins(_ pages: [SimulatedPage]) {
        for page in pages where page.identity.side == .user {
            var joined: [TicketID: Seq] = [:]
            let acked = acked(page)
            for record in history.records where record.who == page.name {
                switch record.event {
                case .connected: joined = [:]
                case .resync(let ticket, _, _): joined[ticket] = nil
                case .synced(let ticket, let seq): joined[ticket] = max(joined[ticket] ?? 0, seq)
                case .received(let ticket, let seq, _):
                    guard var newest = joined[ticket], seq > newest else { continue }
                    while newest + 1 < seq, acked[ticket]?.contains(newest + 1) == true {
                        newest += 1
                    }
                    if newest + 1 < seq {
                        fail(
                            .join,
                            "\(page.name) got \(name(ticket)) #\(seq) after #\(newest), synced")
                    }
                    joined[ticket] = seq
                default: break
                }
            }
        }
    }

    private func acked(_ page: SimulatedPage) -> [TicketID: Set<Seq>] {
        var acked: [TicketID: Set<Seq>] = [:]
        for record in history.records where record.who == page.name {
            guard case .acked(_, let ticket, let seq) = record.event else { continue }
            acked[ticket, default: []].insert(seq)
        }
        return acked
    }

    private func expected(_ line: LogLine, of ticket: TicketID, for side: Side) -> [UInt8] {
        line.isInternal && side == .user
            ? EntryCodec.hidden(ticket: ticket, seq: line.seq, at: line.at) : line.bytes
    }

    // MARK: Projections

    /// The lists and counts are the fold of the log.
    mutating func checkProjections() {
        for (listed, log) in zip(stored.listed, stored.logs) {
            if Ticket(log: log.entries)?.projected != listed {
                fail(.projections, "the list shows \(name(log.ticket)) other than its log")
            }
        }
        let folds = stored.logs.compactMap { Ticket(log: $0.entries) }
        for (staff, counts) in stored.counts {
            var expected = TicketCounts()
            for ticket in folds {
                expected.add(
                    status: ticket.status, chat: ticket.chat,
                    isMine: ticket.assignee?.id == staff)
            }
            if expected != counts {
                fail(.projections, "\(staff)'s counts are not those of the logs")
            }
        }
    }
}

/// What people wrote.
struct Written {
    let clientID: ClientID?
    let text: String

    init?(_ body: EntryBody) {
        switch body {
        case .message(let message): (clientID, text) = (message.clientID, message.text)
        case .note(let note): (clientID, text) = (note.clientID, note.text)
        default: return nil
        }
    }
}

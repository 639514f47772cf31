import BeckonClient
import BeckonModel
import BeckonWire

extension Checker {
    /// Calls `visit` with every entry, and the ticket as it was before it.
    private func fold(_ visit: (Ticket, Entry, Entry?) -> Void) {
        for log in stored.logs {
            guard let first = log.entries.first, var ticket = Ticket(first: first) else { continue }
            for (index, entry) in log.entries.enumerated().dropFirst() {
                visit(ticket, entry, index + 1 < log.entries.count ? log.entries[index + 1] : nil)
                ticket.evolve(entry)
            }
        }
    }

    /// One agent at a time has a ticket: it is given to another only by a transfer, or when nobody is there. Who was told that they have
    /// it had it.
    mutating func checkPicks() {
        var found: [Violation] = []
        var assigned: Set<String> = []
        fold { ticket, entry, next in
            guard case .assigned(let staff, _, _) = entry.body else { return }
            assigned.insert("\(ticket.id) \(staff.id)")
            let place = "\(name(ticket.id)) #\(entry.seq)"
            switch ticket.chat {
            case .waiting, .paused: break
            case .live:
                guard case .system(let line)? = next?.body, line.code == .staffLeft else {
                    found.append(
                        Violation(
                            .picks,
                            "\(place) takes it from \(ticket.assignee?.id.rawValue ?? "nobody")"))
                    return
                }
            case .ended, .closed: found.append(Violation(.picks, "\(place) picks what is over"))
            }
        }
        for violation in found { fail(violation.promise, violation.text) }
        for record in history.records {
            guard case .picked(let ticket, nil) = record.event else { continue }
            let staff = record.who.prefix { $0 != "-" }
            if !assigned.contains("\(ticket) \(staff)") {
                fail(.picks, "\(record.who) was told that it picked \(name(ticket)), and did not")
            }
        }
    }

    /// Staff writes only into a live chat that is theirs; into a paused one customers write only on purpose.
    mutating func checkComposer() {
        var found: [Violation] = []
        fold { ticket, entry, _ in
            guard case .message(let message) = entry.body else { return }
            let place = "\(name(ticket.id)) #\(entry.seq)"
            switch message.from {
            case .staff:
                if ticket.chat != .live || ticket.assignee?.id.rawValue != message.authorID {
                    found.append(
                        Violation(.composer, "\(place) is by an agent who does not have it"))
                }
            case .user:
                if ticket.chat == .paused, !message.isOffline {
                    found.append(Violation(.composer, "\(place) went to an empty chair"))
                }
            }
        }
        for violation in found { fail(violation.promise, violation.text) }
    }

    /// At rest: nobody is online without a connection, no chat is live with somebody who is offline, every page knows who is there, and all
    /// nodes know the same.
    mutating func checkPresence(_ pages: [SimulatedPage], online nodes: [Set<StaffID>]) {
        let known = nodes.first ?? []
        let isOnline = { known.contains($0) }
        if nodes.contains(where: { $0 != known }) {
            fail(.presence, "the nodes disagree: \(nodes.map { $0.map(\.rawValue).sorted() })")
        }
        for log in stored.logs {
            guard let ticket = Ticket(log: log.entries), ticket.chat == .live,
                let assignee = ticket.assignee, !isOnline(assignee.id)
            else { continue }
            fail(.presence, "\(name(ticket.id)) is live with \(assignee.id), who is offline")
        }
        let online = Set(People.staff.map(\.id).filter(isOnline).map(\.rawValue))
        for page in pages where page.identity.side == .staff {
            let isOnline = online.contains(page.identity.id)
            if page.session.isOnline != isOnline {
                fail(
                    .presence,
                    "\(page.name) shows itself \(isOnline ? "offline" : "online"), and is not")
            }
            if page.onlineStaff != online {
                fail(
                    .presence,
                    "\(page.name) shows \(page.onlineStaff.sorted()) online; it is \(online.sorted())"
                )
            }
        }
        for staff in People.staff where online.contains(staff.id.rawValue) {
            if !pages.contains(where: { $0.identity.id == staff.id.rawValue && $0.isOpen }) {
                fail(.presence, "\(staff.id) is online without a connection")
            }
        }
    }
}

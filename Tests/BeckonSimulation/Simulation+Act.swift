import BeckonModel
import BeckonWire

extension Simulation {
    /// A person does something.
    func act() {
        guard let page = random.element(of: pages) else { return }
        if page.identity.side == .user { customerActs(page) } else { agentActs(page) }
    }

    private func customerActs(_ page: SimulatedPage) {
        guard let ticket = random.element(of: page.state.known) else {
            // One first question at a time.
            if page.state.outbox.isEmpty { page.write(.create, to: nil) }
            return
        }
        switch random.next(upTo: 100) {
        case ..<8: if page.state.known.count < 4 { page.write(.create, to: nil) }
        case ..<70: page.write(.message(isOffline: random.next(upTo: 4) == 0), to: ticket)
        case ..<75: page.command("set_status", ticket, [("status", "closed")])
        case ..<82: page.command("set_status", ticket, [("status", "open")])
        case ..<92: page.command("typing", ticket)
        default: page.command("set_status", ticket, [("status", "resolved")])
        }
    }

    /// Faster than anybody reads: each message is committed before anything that was asked of the store is answered.
    private func writeFast(_ page: SimulatedPage, _ ticket: TicketID) {
        guard let line = page.line else { return }
        history.note(page.name, .fault("writes fast, reads are slow"))
        for _ in 0..<(Int(random.next(upTo: 30)) + 2) {
            page.write(.message(isOffline: false), to: ticket)
            line.deliverUpward(line.upward.count)
            line.node.store.settle(line.node.store.heldAppends, .committed)
            line.node.settle()
            // Now and then one read is answered, and its asker may ask for the next.
            if line.node.store.heldReads > 0, random.next(upTo: 3) == 0 {
                line.node.store.grantRead(Int(random.next(upTo: UInt64(line.node.store.heldReads))))
                line.node.settle()
            }
        }
    }

    private func agentActs(_ page: SimulatedPage) {
        let isOnline = page.state.isOnline
        guard let ticket = random.element(of: page.state.known), isOnline else {
            return page.command("status", nil, [("status", "online")])
        }
        switch random.next(upTo: 100) {
        case ..<4: page.command("status", nil, [("status", "offline")])
        case ..<34:
            page.command("pick_ticket", ticket)
            if page.isOpen { page.open(ticket) }
        case ..<59: page.write(.message(isOffline: false), to: ticket)
        case ..<62: writeFast(page, ticket)
        case ..<68: page.write(.note, to: ticket)
        case ..<74: if page.isOpen { page.open(ticket) }
        case ..<78: page.leave(ticket)
        case ..<82: page.command("release", ticket)
        case ..<86:
            guard let other = random.element(of: People.staff) else { return }
            page.command("transfer", ticket, [("staff_id", other.id.rawValue)])
        case ..<94:
            let statuses = ["pending", "open", "resolved"]
            page.command(
                "set_status", ticket, [("status", random.element(of: statuses) ?? "open")])
        case ..<96: page.command("set_status", ticket, [("status", "closed")])
        default: page.command("set_priority", ticket, [("priority", "high")])
        }
    }
}

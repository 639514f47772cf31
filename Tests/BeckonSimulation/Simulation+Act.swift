import BeckonClient
import BeckonModel

extension Simulation {
    /// A person does something.
    func act() {
        guard let page = random.element(of: pages) else { return }
        if page.identity.side == .user { customerActs(page) } else { agentActs(page) }
    }

    private func customerActs(_ page: SimulatedPage) {
        guard let ticket = random.element(of: page.known) else {
            // One first question at a time.
            if page.session.outbox.items.isEmpty { page.write(.create, to: nil) }
            return
        }
        switch random.next(upTo: 100) {
        case ..<8: if page.known.count < 4 { page.write(.create, to: nil) }
        case ..<70: page.write(.message(isOffline: random.next(upTo: 4) == 0), to: ticket)
        case ..<75: page.command(.setStatus(.closed), ticket)
        case ..<82: page.command(.setStatus(.open), ticket)
        case ..<92: page.type(ticket)
        default: page.command(.setStatus(.resolved), ticket)
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
        let isOnline = page.session.isOnline
        guard let ticket = random.element(of: page.known), isOnline else {
            return page.choose(isOnline: true)
        }
        switch random.next(upTo: 100) {
        case ..<4: page.choose(isOnline: false)
        case ..<34:
            page.pick(ticket)
            if page.isOpen { page.open(ticket) }
        case ..<59: page.write(.message(isOffline: false), to: ticket)
        case ..<62: writeFast(page, ticket)
        case ..<68: page.write(.note, to: ticket)
        case ..<74: if page.isOpen { page.open(ticket) }
        case ..<78: page.leave(ticket)
        case ..<82: page.command(.release, ticket)
        case ..<86:
            guard let other = random.element(of: People.staff) else { return }
            page.command(.transfer(to: other.id.rawValue), ticket)
        case ..<94:
            let statuses = [TicketStatus.pending, .open, .resolved]
            page.command(.setStatus(random.element(of: statuses) ?? .open), ticket)
        case ..<96: page.command(.setStatus(.closed), ticket)
        default: page.command(.setPriority(.high), ticket)
        }
    }
}

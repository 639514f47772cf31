package import BeckonModel
import BeckonStore
package import BeckonWire
import Synchronization

extension Engine {
    /// Raises how far a side has received or seen the ticket. Of staff only the one who has it counts.
    ///
    /// Marks are no entries: they only rise, a lost one is made good by the next, and a log of them would be longer than the talk.
    package func raise(
        _ mark: ClientFrame.Mark, on id: TicketID, upTo seq: Seq, by identity: Identity,
        reply: @escaping @Sendable (Result<Seq, Failure>) -> Void
    ) {
        whenLoaded(id) { result in
            if case .failure(let failure) = result {
                reply(.failure(failure))
                return
            }
            let (ticket, raised) = self.state.withLock { state -> (Ticket?, Marks?) in
                guard let ticket = state.active[id], let committed = ticket.committed,
                    state.settings.shows(committed, to: identity)
                else { return (nil, nil) }
                guard Self.mayMark(committed, identity),
                    ticket.marks.raise(
                        mark, of: identity.side, to: seq, newest: committed.seq)
                else { return (committed, nil) }
                self.store.save(ticket.marks, of: id)
                return (committed, ticket.marks)
            }
            guard let ticket else {
                reply(.failure(.notFound))
                return
            }
            reply(.success(ticket.seq))
            if let raised {
                self.publisher.publish(raised, of: ticket)
                self.bus?.ring(.marks(id, raised))
            }
        }
    }

    /// Another node raised marks.
    package func heard(_ marks: Marks, of id: TicketID) {
        let found = state.withLock { state -> (Ticket, Marks)? in
            guard let ticket = state.active[id], let committed = ticket.committed else {
                return nil
            }
            ticket.marks.merge(marks)
            return (committed, ticket.marks)
        }
        if let (ticket, marks) = found { publisher.publish(marks, of: ticket) }
    }

    private static func mayMark(_ ticket: Ticket, _ identity: Identity) -> Bool {
        switch identity {
        case .customer(let customer): ticket.customer.id == customer.id
        // Who has it, and sees it with their own eyes.
        case .api: false
        case .staff(let staff, _): ticket.assignee?.id == staff.id && ticket.chat == .live
        }
    }
}

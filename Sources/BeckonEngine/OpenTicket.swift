package import BeckonModel
import BeckonStore
import BeckonWire
import Synchronization

/// A customer's wish for a new ticket, on its way.
struct Opening: Sendable {
    let new: NewTicket
    let customer: CustomerReference
    let origin: ConnectionID?
    let reply: Submission.Reply
    /// How often it was begun anew, after a lost race.
    var attempts = 0
}

extension Engine {
    /// Opens a ticket for a customer. With a `client_id`, any number of repeats give one ticket.
    package func open(
        _ new: NewTicket, by customer: CustomerReference, origin: ConnectionID? = nil,
        reply: @escaping Submission.Reply
    ) {
        guard let clientID = new.clientID else {
            create(Opening(new: new, customer: customer, origin: origin, reply: reply))
            return
        }
        let key = EngineState.CreationKey(customer: customer.id, clientID: clientID)
        let isFirst = state.withLock { state -> Bool in
            if state.creating[key] != nil {
                state.creating[key]?.append { _ in
                    self.open(new, by: customer, origin: origin, reply: reply)
                }
                return false
            }
            state.creating[key] = []
            return true
        }
        guard isFirst else { return }
        let finish: Submission.Reply = { result in
            reply(result)
            let waiting = self.state.withLock { $0.creating.removeValue(forKey: key) ?? [] }
            for operation in waiting { operation(.success(())) }
        }
        findOrCreate(Opening(new: new, customer: customer, origin: origin, reply: finish))
    }

    /// Answers a creation that was made already; otherwise makes it.
    func findOrCreate(_ opening: Opening) {
        guard let clientID = opening.new.clientID else {
            create(opening)
            return
        }
        let isStarted = tasks.run {
            do throws(StoreError) {
                if let ticket = try await self.store.ticket(
                    createdBy: opening.customer.id, clientID: clientID)
                {
                    self.answerRepeat(of: ticket, opening, clientID)
                } else {
                    self.create(opening)
                }
            } catch {
                opening.reply(.failure(.storeUnavailable))
            }
        }
        if !isStarted { opening.reply(.failure(.storeUnavailable)) }
    }

    /// The same creation again: the first answer again, unless the text is another.
    private func answerRepeat(of id: TicketID, _ opening: Opening, _ clientID: ClientID) {
        whenLoaded(id) { result in
            if case .failure(let failure) = result {
                opening.reply(.failure(failure))
                return
            }
            let answer = self.state.withLock { state -> Result<Answer, Failure> in
                guard let ticket = state.active[id] else { return .failure(.storeUnavailable) }
                do throws(TicketError) {
                    let first = try ticket.clientIDs.answer(
                        to: clientID, author: opening.customer.id.rawValue, text: opening.new.text)
                    if first == nil, opening.new.text != nil { throw .clientIDReused }
                    return .success(
                        Answer(
                            ticket: id, seq: first?.seq ?? 1,
                            at: first?.at ?? ticket.decided.createdAt, entries: []))
                } catch {
                    return .failure(.ticket(error))
                }
            }
            opening.reply(answer)
        }
    }

    private func create(_ opening: Opening) {
        let (new, customer) = (opening.new, opening.customer)
        let failure = state.withLock { state -> Failure? in
            if state.isDraining { return .draining }
            do {
                // Checked before a number is taken, so that bad input leaves no hole.
                _ = try new.decide(number: 0, customer: customer)
                let number = try store.takeTicketNumber()
                let bodies = try new.decide(number: number, customer: customer)
                let now = clock.now()
                let id = makeTicketID(now)
                let entries = bodies.enumerated().map { index, body in
                    Entry(ticket: id, seq: index + 1, at: now, body: body)
                }
                guard let ticket = Ticket(log: entries) else {
                    return .internal
                }
                let active = ActiveTicket(opening: ticket, entries)
                state.insert(active)
                enqueue(
                    Commit(
                        entries: entries.map(EncodedEntry.init),
                        answer: new.text == nil ? 0 : entries.count - 1,
                        previousChat: nil, cause: .opening(opening), chain: active.chain))
                return nil
            } catch let error as TicketError {
                return .ticket(error)
            } catch {
                return .storeUnavailable
            }
        }
        if let failure { opening.reply(.failure(failure)) }
    }

    /// Somebody wrote on a closed ticket: a new one that names it, then the link on the closed one.
    func openFollowUp(of closed: Ticket, _ submission: Submission) {
        guard case .person(.customer(let customer)) = submission.source,
            case .message(let text, let clientID, _, _) = submission.command
        else {
            submission.reply(.failure(.ticket(.ticketClosed)))
            return
        }
        let new = NewTicket(
            text: text, subject: closed.subject, clientID: clientID, follows: closed.id)
        open(new, by: customer, origin: submission.origin) { result in
            submission.reply(result)
            guard case .success(let answer) = result else {
                self.followUpEnded(on: closed.id)
                return
            }
            self.link(closed.id, to: answer.ticket)
        }
    }

    private func link(_ closed: TicketID, to followUp: TicketID) {
        let number = state.withLock { $0.active[followUp]?.decided.number }
        submit(
            Submission(
                .linkFollowUp(followUp, number: number ?? 0), on: closed, by: .clock
            ) { _ in self.followUpEnded(on: closed) })
    }

    private func followUpEnded(on closed: TicketID) {
        let waiting = state.withLock { state -> [Submission] in
            let waiting = state.active[closed]?.waitingForFollowUp ?? []
            state.active[closed]?.waitingForFollowUp = nil
            return waiting
        }
        for submission in waiting { submit(submission) }
    }
}

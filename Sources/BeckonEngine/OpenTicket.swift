package import BeckonModel
import BeckonStore
package import BeckonTelemetry
import BeckonWire
import Synchronization

/// A customer's wish for a new ticket, on its way.
struct Opening: Sendable {
    let new: NewTicket
    let customer: CustomerReference
    let origin: ConnectionID?
    let request: RequestTrace?
    let span: TraceSpan?
    private let answer: Submission.Reply
    /// How often it was begun anew, after a lost race.
    var attempts = 0

    init(
        _ new: NewTicket, by customer: CustomerReference, origin: ConnectionID?,
        request: RequestTrace?, reply: @escaping Submission.Reply
    ) {
        self.new = new
        self.customer = customer
        self.origin = origin
        self.request = request
        span = BeckonTracer.shared.step("command create_ticket", in: request?.context)
        answer = reply
    }

    /// To be called once.
    func reply(_ result: Result<Answer, Failure>) {
        metrics.commands.add(1, "create_ticket", result.name)
        span?.end(result: result.name, isError: result.isOurs)
        answer(result)
    }
}

extension Engine {
    /// Opens a ticket for a customer. With a `client_id`, any number of repeats give one ticket.
    package func open(
        _ new: NewTicket, by customer: CustomerReference, origin: ConnectionID? = nil,
        request: RequestTrace? = nil, reply: @escaping Submission.Reply
    ) {
        guard let clientID = new.clientID else {
            create(Opening(new, by: customer, origin: origin, request: request, reply: reply))
            return
        }
        let key = EngineState.CreationKey(customer: customer.id, clientID: clientID)
        let isFirst = state.withLock { state -> Bool in
            if state.creating[key] != nil {
                state.creating[key]?.append { _ in
                    self.open(new, by: customer, origin: origin, request: request, reply: reply)
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
        findOrCreate(
            Opening(new, by: customer, origin: origin, request: request, reply: finish))
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
        let number: Int
        do {
            // Checked before a number is taken, so that bad input leaves no hole; and that before the lock, since a store may take its time.
            _ = try new.decide(number: 0, customer: customer)
            if state.withLock({ $0.isDraining }) { throw Failure.draining }
            number = try store.takeTicketNumber()
        } catch let error as TicketError {
            return opening.reply(.failure(.ticket(error)))
        } catch {
            return opening.reply(.failure(error as? Failure ?? .storeUnavailable))
        }
        let failure = state.withLock { state -> Failure? in
            if state.isDraining { return .draining }
            return create(
                new, makeTicketID(clock.now()), number: number, customer: customer,
                cause: .opening(opening), &state)
        }
        if let failure { opening.reply(.failure(failure)) }
    }

    /// Puts the new ticket into memory and its first entries on their way.
    func create(
        _ new: NewTicket, _ id: TicketID, number: Int, customer: CustomerReference,
        cause: Commit.Cause, _ state: inout EngineState
    ) -> Failure? {
        let now = clock.now()
        var new = new
        // As pages are shown the main one in its place.
        if !state.settings.offers(DocumentKey(Inbox.kind, new.inbox)) { new.inbox = .main }
        let bodies: [EntryBody]
        do { bodies = try new.decide(number: number, customer: customer) } catch {
            return .ticket(error)
        }
        let entries = bodies.enumerated().map { index, body in
            Entry(ticket: id, seq: index + 1, at: now, body: body)
        }
        guard let ticket = Ticket(log: entries) else { return .internal }
        let active = ActiveTicket(opening: ticket, entries)
        state.insert(active)
        enqueue(
            Commit(
                entries: entries.map(EncodedEntry.init),
                answer: new.text == nil ? 0 : entries.count - 1,
                previousChat: nil, cause: cause, chain: active.chain, request: cause.request))
        return nil
    }
}

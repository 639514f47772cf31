import BeckonEngine
package import BeckonModel
package import BeckonStore
package import BeckonTelemetry
package import BeckonWire

/// Who sent a frame, and over which socket; without one the frame came over HTTP.
package final class Sender: Sendable {
    package let identity: Identity
    package let connection: SocketConnection?
    let dues: Dues
    /// What the log names the command's source by.
    let request: RequestTrace?

    package init(
        identity: Identity, connection: SocketConnection? = nil, dues: Dues = .none,
        request: RequestTrace? = nil
    ) {
        self.request = request
        self.identity = identity
        self.connection = connection
        self.dues = dues
    }
}

/// Brings a frame to the engine or the hub and its answer back. The same for sockets and HTTP.
package final class FrameDispatcher: Sendable {
    /// The frames for the sender; given exactly once.
    package typealias Reply = @Sendable ([[UInt8]]) -> Void

    let engine: Engine
    let hub: Hub
    let board: PresenceBoard
    let tasks: TaskRunner
    /// Whether this customer may open one more ticket just now; the reason why not.
    let checkNewTicket: @Sendable (UserID) -> Failure?
    let syncs = Turns<ConnectionID>()

    init(
        engine: Engine, hub: Hub, board: PresenceBoard, tasks: TaskRunner,
        checkNewTicket: @escaping @Sendable (UserID) -> Failure?
    ) {
        self.engine = engine
        self.hub = hub
        self.board = board
        self.tasks = tasks
        self.checkNewTicket = checkNewTicket
    }

    package func dispatch(_ incoming: IncomingFrame, from sender: Sender, reply: @escaping Reply) {
        if case .success(let frame) = incoming.frame, let right = frame.right,
            !sender.identity.has(right)
        {
            reply([error(.forbidden, incoming)])
            return
        }
        switch incoming.frame {
        case .failure(let failure): reply([error(failure, incoming)])
        case .success(.auth): reply([])
        case .success(.ping): reply([ServerFrame.pong])
        case .success(.command(let ticket, let command)):
            submit(command, on: ticket, incoming, sender, reply)
        case .success(.createTicket(let new)): create(new, incoming, sender, reply)
        case .success(.mark(let ticket, let mark, let seq)):
            raise(mark, on: ticket, upTo: seq, incoming, sender, reply)
        case .success(.typing(let ticket)):
            if let ticket = engine.activeTicket(ticket, for: sender.identity) {
                let (side, name) = (sender.identity.side, sender.identity.name)
                hub.typing(on: ticket, from: side, name: name, except: sender.connection?.id)
                engine.bus?.ring(.typing(ticket.id, side: side, name: name))
            }
            reply([])
        case .success(.sync(let ticket, let after)):
            sync(ticket, after: after, incoming, sender, reply)
        case .success(.transfer(let ticket, let staff)):
            transfer(ticket, to: staff, incoming, sender, reply)
        case .success(.presence(let online)): choose(online, incoming, sender, reply)
        case .success(.watch(let on)): watch(on, incoming, sender, reply)
        case .success(.leave(let ticket)):
            if let connection = sender.connection { hub.leave(ticket, by: connection) }
            reply([])
        }
    }

    func error(_ failure: Failure, _ incoming: IncomingFrame) -> [UInt8] {
        metrics.errors.add(1, "frame", failure.code)
        return ServerFrame.error(
            failure, clientID: incoming.clientID, ticket: incoming.ticketID)
    }

    // MARK: Tickets

    private func submit(
        _ command: Command, on ticket: TicketID, _ incoming: IncomingFrame, _ sender: Sender,
        _ reply: @escaping Reply
    ) {
        let isPick = command == .pick
        engine.submit(
            Submission(
                command, on: ticket, by: .person(sender.identity), clientID: incoming.clientID,
                origin: sender.connection?.id, request: sender.request
            ) { result in
                reply(self.answer(result, isPick: isPick, ticket, incoming, sender))
            })
    }

    private func create(
        _ new: NewTicket, _ incoming: IncomingFrame, _ sender: Sender, _ reply: @escaping Reply
    ) {
        guard case .customer(let customer) = sender.identity else {
            reply([error(.forbidden, incoming)])
            return
        }
        if let failure = checkNewTicket(customer.id) {
            reply([error(failure, incoming)])
            return
        }
        engine.open(
            new, by: customer, origin: sender.connection?.id, request: sender.request
        ) { result in
            reply(self.answer(result, isPick: false, nil, incoming, sender))
        }
    }

    private func transfer(
        _ ticket: TicketID, to staff: StaffID, _ incoming: IncomingFrame, _ sender: Sender,
        _ reply: @escaping Reply
    ) {
        guard let staff = board.reference(of: staff) else {
            reply([error(.ticket(.staffOffline), incoming)])
            return
        }
        engine.transfer(
            ticket, to: staff, by: .person(sender.identity), clientID: incoming.clientID,
            origin: sender.connection?.id, request: sender.request
        ) { result in
            reply(self.answer(result, isPick: false, ticket, incoming, sender))
        }
    }

    /// The ack, the word about a pick, or the error; over HTTP also the entries, which nobody else will bring.
    private func answer(
        _ result: Result<Answer, Failure>, isPick: Bool, _ ticket: TicketID?,
        _ incoming: IncomingFrame, _ sender: Sender
    ) -> [[UInt8]] {
        var frames: [[UInt8]] = []
        switch result {
        case .failure(let failure):
            if isPick, let ticket, sender.identity.side == .staff {
                frames.append(ServerFrame.ticketPicked(ticket, failure: failure))
                if incoming.clientID == nil { return frames }
            }
            frames.append(error(failure, incoming))
        case .success(let answer):
            if let clientID = incoming.clientID {
                frames.append(
                    ServerFrame.ack(
                        clientID: clientID, ticket: answer.ticket, seq: answer.seq, at: answer.at))
            }
            if isPick {
                frames.append(ServerFrame.ticketPicked(answer.ticket, failure: nil))
            }
            if sender.connection == nil { frames += answer.entries.map(\.line.bytes) }
        }
        return frames
    }

    private func raise(
        _ mark: ClientFrame.Mark, on ticket: TicketID, upTo seq: Seq, _ incoming: IncomingFrame,
        _ sender: Sender, _ reply: @escaping Reply
    ) {
        engine.raise(mark, on: ticket, upTo: seq, by: sender.identity) { result in
            switch result {
            case .failure(let failure): reply([self.error(failure, incoming)])
            case .success(let newest):
                let ack = incoming.clientID.map {
                    ServerFrame.ack(
                        clientID: $0, ticket: ticket, seq: newest, at: self.engine.clock.now())
                }
                reply(ack.map { [$0] } ?? [])
            }
        }
    }

    // MARK: Agents

    private func choose(
        _ online: Bool, _ incoming: IncomingFrame, _ sender: Sender, _ reply: @escaping Reply
    ) {
        guard case .staff(let staff, _) = sender.identity else {
            reply([error(.forbidden, incoming)])
            return
        }
        let frame = ServerFrame.statusUpdated(online: online)
        board.choose(staff, online: online, overHTTP: sender.connection == nil) {
            sender.connection?.send(frame)
        }
        let updated = sender.connection == nil ? [frame] : []
        guard online else {
            reply(updated)
            return
        }
        let isStarted = tasks.run {
            do throws(StoreError) {
                let scope = self.engine.settings.scope(of: staff.id)
                let waiting = try await self.waitingTickets(scope)
                reply(updated + waiting.map { ServerFrame.newTicket($0.ticket, marks: $0.marks) })
            } catch {
                reply(updated + [self.error(.storeUnavailable, incoming)])
            }
        }
        if !isStarted { reply(updated) }
    }

    /// The longest waiting, also those whose agent went offline.
    private func waitingTickets(_ scope: Scope) async throws(StoreError) -> [TicketRecord] {
        var query = TicketQuery()
        query.scope = scope
        query.chats = [.waiting, .paused]
        query.order = .waiting
        query.limit = Limits.listRows
        var records: [TicketRecord] = []
        while records.count < Limits.newTicketFrames {
            let page = try await engine.store.tickets(query)
            records += page.records
            guard let next = page.next else { break }
            query.cursor = next
        }
        return records
    }

    private func watch(
        _ on: Bool, _ incoming: IncomingFrame, _ sender: Sender, _ reply: @escaping Reply
    ) {
        guard case .staff = sender.identity, let connection = sender.connection else {
            reply([error(.forbidden, incoming)])
            return
        }
        hub.watch(on, by: connection)
        guard on else {
            reply([])
            return
        }
        board.tellOnline { online in reply(online.map { ServerFrame.staff($0, online: true) }) }
    }
}

extension LogLine {
    /// What this side may see of the line.
    package func bytes(for side: Side, of ticket: TicketID) -> [UInt8] {
        isInternal && side == .user ? EntryCodec.hidden(ticket: ticket, seq: seq, at: at) : bytes
    }
}

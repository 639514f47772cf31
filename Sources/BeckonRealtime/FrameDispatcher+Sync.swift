import BeckonEngine
import BeckonModel
import BeckonStore
import BeckonTelemetry
import BeckonWire
import NIOCore

/// Answers to `sync`: what the connection missed, in pieces, and behind it what came meanwhile. One answer at a time for each connection,
/// and one piece at a time is read of a ticket for each person.
extension FrameDispatcher {
    func sync(
        _ ticket: TicketID, after: Seq, _ incoming: IncomingFrame, _ sender: Sender,
        _ reply: @escaping Reply
    ) {
        guard let connection = sender.connection else {
            reply([error(.badRequest("Read the entries over HTTP instead."), incoming)])
            return
        }
        let isStarted = tasks.run {
            guard await self.syncs.begin(connection.id) else {
                metrics.rateLimited.add(1, "socket-syncs")
                reply([self.error(.tooFast(.seconds(1)), incoming)])
                return
            }
            if connection.isGone {
                reply([])
            } else if let wait = sender.dues.takeRead(at: connection.room.eventLoop.now) {
                reply([self.error(.tooFast(wait), incoming)])
            } else {
                await self.answer(ticket, after: after, incoming, sender, connection)
            }
            self.syncs.end(connection.id)
        }
        if !isStarted { reply([error(.storeUnavailable, incoming)]) }
    }

    private func answer(
        _ ticket: TicketID, after: Seq, _ incoming: IncomingFrame, _ sender: Sender,
        _ connection: SocketConnection
    ) async {
        do throws(Failure) {
            // Nobody follows, even for a moment, what is not there for them.
            _ = try await engine.record(of: ticket, for: sender.identity)
        } catch {
            if error == .notFound { hub.leave(ticket, by: connection) }
            connection.reply([self.error(error, incoming)])
            return
        }
        // From here on new entries wait behind the answer, whatever it takes to read what came before them.
        let hold = connection.hold(ticket)
        if sender.identity.side == .staff { hub.follow(ticket, by: connection) }
        var frames: [[UInt8]]
        var newest = 0
        var otherwise: [[UInt8]]?
        do throws(Failure) {
            let resume = try await engine.resume(ticket, after: after, for: sender.identity)
            newest = resume.record.ticket.seq
            let tooFar = ServerFrame.resync(ticket, seq: newest, reason: .tooFarBehind)
            otherwise = [tooFar]
            switch resume.missing {
            case .failure(let refusal):
                frames = [ServerFrame.resync(ticket, seq: newest, reason: refusal.reason)]
            case .success:
                let isWhole = try await send(resume, sender, connection)
                frames = [isWhole ? synced(resume, sender.identity) : tooFar]
            }
        } catch {
            // What cannot be read just now is asked for again, perhaps was answered meanwhile: it stays followed.
            if error == .notFound {
                hub.leave(ticket, by: connection)
                newest = .max
            }
            frames = [self.error(error, incoming)]
        }
        connection.release(hold, after: newest, reply: frames, otherwise: otherwise ?? frames)
    }

    /// The next piece is read when the socket took the last one. `false` when it would be more than one answer may bring.
    private func send(
        _ resume: Engine.Resume, _ sender: Sender, _ connection: SocketConnection
    ) async throws(Failure) -> Bool {
        let ticket = resume.record.ticket
        var (seq, bytes) = (resume.after, 0)
        while seq < ticket.seq {
            let lines = try await piece(of: resume, after: seq, sender)
            guard let last = lines.last else { return true }
            let frames = lines.map { $0.bytes(for: sender.identity.side, of: ticket.id) }
            let count = frames.reduce(0) { $0 + $1.count }
            bytes += count
            if bytes > Limits.syncBytes { return false }
            sender.dues.chargeRead(bytes: count, at: connection.room.eventLoop.now)
            guard await connection.take(frames) else { return true }
            seq = last.seq
        }
        return true
    }

    private func piece(
        of resume: Engine.Resume, after seq: Seq, _ sender: Sender
    ) async throws(Failure) -> [LogLine] {
        let ticket = resume.record.ticket.id
        guard await sender.dues.beginPiece(of: ticket) else { throw .tooFast(.seconds(1)) }
        defer { sender.dues.endPiece(of: ticket) }
        guard let bytes = sender.dues.readable(Limits.pieceBytes) else {
            throw .tooFast(.seconds(1))
        }
        return try await engine.piece(of: resume, after: seq, bytes: bytes)
    }

    private func synced(_ resume: Engine.Resume, _ identity: Identity) -> [UInt8] {
        let ticket = resume.record.ticket
        if identity.side == .user, ticket.chat == .waiting { hub.forgetPlace(of: ticket.id) }
        return ServerFrame.synced(ticket, marks: resume.record.marks, for: identity.side)
    }
}

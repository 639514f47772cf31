package import BeckonEngine
import BeckonModel
import BeckonStore
import BeckonTelemetry
package import BeckonWire
import NIOCore
import Synchronization

/// A socket as the rest of the program knows it: a name and a way to send. Safe from any thread.
package final class SocketConnection: Sendable {
    package let id: ConnectionID
    let room: LoopRoom
    /// A command has come since its session was looked at last.
    let wasUsed = Atomic(false)
    /// `nil` before the upgrade is done and after the channel is gone.
    let handler: NIOLoopBoundBox<SocketHandler?>
    private let hasEnded = Atomic(false)

    init(id: ConnectionID, room: LoopRoom) {
        self.id = id
        self.room = room
        handler = .makeEmptyBox(eventLoop: room.eventLoop)
    }

    package func send(_ frame: [UInt8]) {
        room.deliver(.frame(Self.encoded(frame)), to: self)
    }

    /// A frame for this connection alone.
    private static func encoded(_ frame: [UInt8]) -> ByteBuffer {
        metrics.framesSent.add(1, typeOf: frame)
        return WebSocketEncoding.text(frame)
    }

    /// Bytes that are a whole WebSocket frame already, shared by all who get it.
    func send(encoded frame: ByteBuffer) {
        room.deliver(.frame(frame), to: self)
    }

    /// The same for an entry, which waits while the connection is being answered what came before it.
    func send(encoded frame: ByteBuffer, of entry: EntryPlace) {
        room.deliver(frame, of: entry, to: self)
    }

    /// From now on live entries of that ticket wait for `release`, to be called once.
    func hold(_ ticket: TicketID) -> EntryHolds.ID { room.hold(ticket, for: self) }

    /// Replies, and lets what waited and is beyond `seq` follow. Replies `otherwise` where more came than may wait.
    func release(
        _ hold: EntryHolds.ID, after seq: Seq, reply: [[UInt8]], otherwise: [[UInt8]]
    ) {
        room.release(
            hold, for: self, after: seq, answer: reply.map(Self.encoded),
            otherwise: otherwise.map(WebSocketEncoding.text))
    }

    /// A part of an answer. Returns when the socket has taken it; `false` when there is none any more.
    func take(_ frames: [[UInt8]]) async -> Bool {
        await withCheckedContinuation { continuation in
            room.deliver(
                .part(frames.map(Self.encoded)) { continuation.resume(returning: $0) },
                to: self)
        }
    }

    func reply(_ frames: [[UInt8]]) {
        room.deliver(.reply(frames.map(Self.encoded)), to: self)
    }

    /// Its channel is gone: nothing more is read for it.
    var isGone: Bool { hasEnded.load(ordering: .relaxed) }

    func end() { hasEnded.store(true, ordering: .relaxed) }

    func markUsed() { wasUsed.store(true, ordering: .relaxed) }

    package func close(_ code: CloseCode) { room.deliver(.close(code), to: self) }

    func drain() { room.deliver(.drain, to: self) }
}

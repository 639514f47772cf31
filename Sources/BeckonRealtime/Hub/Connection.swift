package import BeckonEngine
import BeckonModel
import BeckonStore
package import BeckonWire
import NIOCore

/// A socket as the rest of the program knows it: a name and a way to send. Safe from any thread.
package final class Connection: Sendable {
    package let id: ConnectionID
    let room: LoopRoom
    /// `nil` before the upgrade is done and after the channel is gone.
    let handler: NIOLoopBoundBox<SocketHandler?>

    init(id: ConnectionID, room: LoopRoom) {
        self.id = id
        self.room = room
        handler = .makeEmptyBox(eventLoop: room.eventLoop)
    }

    package func send(_ frame: [UInt8]) {
        room.deliver(.frame(WebSocketEncoding.text(frame)), to: self)
    }

    /// Bytes that are a whole WebSocket frame already, shared by all who get it.
    func send(encoded frame: ByteBuffer) {
        room.deliver(.frame(frame), to: self)
    }

    func reply(_ frames: [[UInt8]]) {
        room.deliver(.reply(frames.map(WebSocketEncoding.text)), to: self)
    }

    package func close(_ code: CloseCode) { room.deliver(.close(code), to: self) }

    func drain() { room.deliver(.drain, to: self) }
}

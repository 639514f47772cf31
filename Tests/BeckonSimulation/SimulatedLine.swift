import BeckonRealtime
import BeckonWire
import NIOCore
import NIOEmbedded

/// A WebSocket between a page and a node. What was sent is under way until the simulation delivers it, or cuts the line.
final class SimulatedLine {
    enum Upward {
        case text([UInt8])
        case pong
    }

    enum Downward {
        case text([UInt8])
        case ping
        /// The server's close frame, or the end of the connection without one.
        case end(code: Int)
    }

    let node: SimulatedNode
    private let channel: EmbeddedChannel
    var upward: [Upward] = []
    private(set) var downward: [Downward] = []
    /// The page has turned away; the node may not know yet.
    private(set) var isLostForPage = false
    private var hasEnded = false

    init(to node: SimulatedNode, target: SocketTarget) throws {
        self.node = node
        channel = EmbeddedChannel(loop: node.eventLoop)
        try channel.connect(to: SocketAddress(unixDomainSocketPath: "/simulated")).wait()
        try node.realtime.addSocket(to: channel, target: target)
        node.settle()
    }

    var isOpenAtNode: Bool { channel.isActive }
    var isReading: Bool { channel.isWritable }

    /// The page takes, or does not take, what the node sends.
    func setReading(_ isReading: Bool) {
        guard channel.isActive, channel.isWritable != isReading else { return }
        channel.isWritable = isReading
        channel.pipeline.fireChannelWritabilityChanged()
        node.settle()
    }

    /// Hands the oldest frames to the node, together, as one read of its socket would.
    func deliverUpward(_ count: Int) {
        let frames = upward.prefix(count)
        upward.removeFirst(frames.count)
        guard channel.isActive else { return }
        var bytes = ByteBuffer()
        for frame in frames { Self.write(frame, into: &bytes) }
        channel.pipeline.fireChannelRead(bytes)
        channel.pipeline.fireChannelReadComplete()
        node.settle()
    }

    /// RFC 6455, section 5.2: what a client sends is masked, here with a key that changes nothing.
    private static func write(_ frame: Upward, into buffer: inout ByteBuffer) {
        let (opcode, payload): (UInt8, [UInt8]) =
            switch frame {
            case .text(let bytes): (1, bytes)
            case .pong: (10, [])
            }
        buffer.writeInteger(0x80 | opcode)
        if payload.count < 126 {
            buffer.writeInteger(0x80 | UInt8(payload.count))
        } else {
            buffer.writeInteger(0x80 | UInt8(126))
            buffer.writeInteger(UInt16(payload.count))
        }
        buffer.writeInteger(UInt32(0))
        buffer.writeBytes(payload)
    }

    /// Takes what the node has written since the last time.
    func collect() {
        while let buffer = try? channel.readOutbound(as: ByteBuffer.self) {
            guard !isLostForPage else { continue }
            Self.parse(buffer) { downward.append($0) }
        }
        if !channel.isActive, !hasEnded {
            hasEnded = true
            if !isLostForPage { downward.append(.end(code: 1006)) }
        }
    }

    func takeDownward(_ count: Int) -> [Downward] {
        let taken = Array(downward.prefix(count))
        downward.removeFirst(taken.count)
        return taken
    }

    /// The page's side is gone. Unless `isNoticed`, the node hears nothing of it until its pings stay unanswered.
    func cut(isNoticed: Bool) {
        isLostForPage = true
        upward = []
        downward = []
        if isNoticed { endAtNode() }
    }

    /// The node's side is gone; the page still gets what was under way to it, and then the end.
    func endAtNode() {
        guard channel.isActive else { return }
        channel.close(promise: nil)
        node.settle()
    }

    /// What a server sends is not masked.
    private static func parse(_ buffer: ByteBuffer, _ take: (Downward) -> Void) {
        var buffer = buffer
        while let first = buffer.readInteger(as: UInt8.self),
            let second = buffer.readInteger(as: UInt8.self)
        {
            let length: Int
            switch second & 0x7F {
            case 126: length = Int(buffer.readInteger(as: UInt16.self) ?? 0)
            case 127: length = Int(buffer.readInteger(as: UInt64.self) ?? 0)
            case let short: length = Int(short)
            }
            let payload = buffer.readBytes(length: length) ?? []
            switch first & 0x0F {
            case 1: take(.text(payload))
            case 8:
                take(.end(code: payload.count < 2 ? 1005 : Int(payload[0]) << 8 | Int(payload[1])))
            case 9: take(.ping)
            default: break
            }
        }
    }
}

import NIOCore

/// Frames from the server (RFC 6455, section 5.2): never masked, never fragmented, so that the same bytes serve every receiver.
enum WebSocketEncoding {
    static func text(_ payload: [UInt8]) -> ByteBuffer { frame(0x81, payload) }

    static func ping() -> ByteBuffer { frame(0x89, []) }

    static func pong(_ payload: [UInt8]) -> ByteBuffer { frame(0x8A, payload) }

    static func close(_ code: UInt16?) -> ByteBuffer {
        guard let code else { return frame(0x88, []) }
        return frame(0x88, [UInt8(code >> 8), UInt8(code & 0xFF)])
    }

    private static func frame(_ first: UInt8, _ payload: [UInt8]) -> ByteBuffer {
        var buffer = ByteBuffer()
        buffer.reserveCapacity(payload.count + 10)
        buffer.writeInteger(first)
        switch payload.count {
        case ...125: buffer.writeInteger(UInt8(payload.count))
        case ...0xFFFF:
            buffer.writeInteger(UInt8(126))
            buffer.writeInteger(UInt16(payload.count))
        default:
            buffer.writeInteger(UInt8(127))
            buffer.writeInteger(UInt64(payload.count))
        }
        buffer.writeBytes(payload)
        return buffer
    }
}

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
        let count = payload.count
        let headBytes = count < 126 ? 2 : count <= 0xFFFF ? 4 : 10
        var buffer = ByteBufferAllocator().buffer(capacity: headBytes + count)
        buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: headBytes + count) { bytes in
            bytes[0] = first
            switch headBytes {
            case 2: bytes[1] = UInt8(count)
            case 4:
                bytes[1] = 126
                bytes.storeBytes(of: UInt16(count).bigEndian, toByteOffset: 2, as: UInt16.self)
            default:
                bytes[1] = 127
                bytes.storeBytes(of: UInt64(count).bigEndian, toByteOffset: 2, as: UInt64.self)
            }
            payload.withUnsafeBytes {
                UnsafeMutableRawBufferPointer(rebasing: bytes[headBytes...]).copyMemory(from: $0)
            }
            return headBytes + count
        }
        return buffer
    }
}

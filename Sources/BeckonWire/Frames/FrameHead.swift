/// What stands before a frame's payload (RFC 6455, section 5.2), taken byte by byte, since it may be cut anywhere.
struct FrameHead {
    /// What the last byte made known.
    enum Step {
        /// The final bit, the reserved bits and the opcode.
        case kind
        /// The mask bit and the short form of the length.
        case shape
        /// The length.
        case size
        /// Everything: the payload follows.
        case end
        case more
    }

    private(set) var first: UInt8 = 0
    private(set) var second: UInt8 = 0
    private(set) var length: UInt64 = 0
    /// The first byte lowest.
    private(set) var key: UInt32 = 0
    private var count = 0

    /// No byte of it was taken yet.
    var isEmpty: Bool { count == 0 }
    var isFinal: Bool { first & 0x80 != 0 }
    var hasReservedBits: Bool { first & 0x70 != 0 }
    var opcode: UInt8 { first & 0x0F }
    var isControl: Bool { first & 0x08 != 0 }
    var isMasked: Bool { second & 0x80 != 0 }
    var isExtended: Bool { second & 0x7F > 125 }

    /// The length takes no more bytes than it needs, and is below 2^63.
    var isLengthMinimal: Bool {
        switch second & 0x7F {
        case 126: length > 125
        case 127: length > 0xFFFF && length >> 63 == 0
        default: true
        }
    }

    private var lengthEnd: Int {
        switch second & 0x7F {
        case 126: 4
        case 127: 10
        default: 2
        }
    }

    /// One byte further. `size` comes only where the length has bytes of its own; the head of an unmasked frame ends with its length.
    mutating func take(_ byte: UInt8) -> Step {
        count += 1
        if count == 1 {
            first = byte
            return .kind
        }
        if count == 2 {
            second = byte
            if !isExtended { length = UInt64(byte & 0x7F) }
            return .shape
        }
        if count <= lengthEnd {
            length = length << 8 | UInt64(byte)
            return count == lengthEnd ? .size : .more
        }
        let index = UInt32(count - lengthEnd - 1)
        key |= UInt32(byte) << (8 * index)
        return index == 3 ? .end : .more
    }
}

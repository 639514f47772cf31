/// Ascending positions in the log as bytes: the first, then the distances, each as a varint (LEB128: 7 bits a byte, the lowest first).
enum SpanPositions {
    static func encode(_ positions: some Sequence<Int64>) -> [UInt8] {
        var bytes: [UInt8] = []
        var last: Int64 = 0
        for position in positions {
            // What does not ascend cannot be read again, and then the index is at fault.
            var rest = UInt64(bitPattern: position &- last)
            while rest >= 0x80 {
                bytes.append(UInt8(rest & 0x7F) | 0x80)
                rest >>= 7
            }
            bytes.append(UInt8(rest))
            last = position
        }
        return bytes
    }

    /// `nil` for bytes that `encode` does not make.
    static func decode(_ bytes: [UInt8]) -> [Int64]? {
        var positions: [Int64] = []
        var last: Int64 = 0
        var distance: UInt64 = 0
        var shift: UInt64 = 0
        for byte in bytes {
            guard shift < 63 else { return nil }
            distance |= UInt64(byte & 0x7F) << shift
            shift += 7
            if byte & 0x80 != 0 { continue }
            let (position, isTooLarge) = last.addingReportingOverflow(Int64(distance))
            guard distance > 0, !isTooLarge else { return nil }
            positions.append(position)
            last = position
            distance = 0
            shift = 0
        }
        return shift == 0 ? positions : nil
    }
}

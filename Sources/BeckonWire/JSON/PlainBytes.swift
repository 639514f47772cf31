/// Runs of bytes that stand in a JSON string as they are. Looks at eight at a time, since this is most of what reading and writing a frame is.
enum PlainBytes {
    /// The place of the first byte, from `start` on, that cannot simply be copied: a control character, a quote, a backslash, DEL, or anything
    /// that is not ASCII. The number of bytes when there is none.
    static func end(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var index = start
        guard let base = UnsafeRawPointer(bytes.baseAddress) else { return bytes.count }
        while index + 8 <= bytes.count {
            let word = UInt64(
                littleEndian: base.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            let found = special(word)
            if found != 0 { return index + found.trailingZeroBitCount / 8 }
            index += 8
        }
        while index < bytes.count, isPlain(bytes[index]) { index += 1 }
        return index
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        (0x20..<0x7F).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }

    /// The high bit of each byte that is not plain, right up to the first of them ("Bit Twiddling Hacks", S. E. Anderson: a byte less than n,
    /// a byte equal to n).
    private static func special(_ word: UInt64) -> UInt64 {
        let low = word &- every(0x20)
        let quote = word ^ every(UInt8(ascii: "\""))
        let backslash = word ^ every(UInt8(ascii: "\\"))
        let delete = word ^ every(0x7F)
        let zeros =
            ((quote &- every(1)) & ~quote) | ((backslash &- every(1)) & ~backslash)
            | ((delete &- every(1)) & ~delete)
        return ((low & ~word) | zeros | word) & every(0x80)
    }

    private static func every(_ byte: UInt8) -> UInt64 { UInt64(byte) &* 0x0101_0101_0101_0101 }
}

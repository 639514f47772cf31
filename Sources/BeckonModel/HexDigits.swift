/// Eight hexadecimal digits at once, as eight bytes in one word: the first digit lowest, as it stands in memory.
enum HexDigits {
    private static func every(_ byte: UInt8) -> UInt64 { UInt64(byte) &* 0x0101_0101_0101_0101 }

    /// In lower case.
    static func of(_ value: UInt32) -> UInt64 {
        // Each step halves the pieces and puts the higher half first.
        var word = UInt64(value)
        word = (word & 0xFFFF) << 32 | word >> 16
        word = (word & 0x0000_00FF_0000_00FF) << 16 | (word & 0x0000_FF00_0000_FF00) >> 8
        word = (word & 0x000F_000F_000F_000F) << 8 | (word & 0x00F0_00F0_00F0_00F0) >> 4
        let letters = ((word &+ every(6)) >> 4) & every(1)
        return word &+ every(UInt8(ascii: "0")) &+ letters &* 0x27
    }

    /// In upper and lower case; `nil` where one is no digit.
    static func value(_ digits: UInt64) -> UInt32? {
        let high = every(0x80)
        let lowered = digits | every(0x20)
        // A byte that is at least n and less than m has its high bit set by adding 0x80 - n, and not by adding 0x80 - m.
        let numerals = (digits &+ every(0x50)) & ~(digits &+ every(0x46)) & high
        let letters = (lowered &+ every(0x1F)) & ~(lowered &+ every(0x19)) & high
        guard digits & high == 0, numerals | letters == high else { return nil }
        var word = (digits & every(0x0F)) &+ (letters >> 7) &* 9
        word = (word << 4 | word >> 8) & 0x00FF_00FF_00FF_00FF
        word = (word << 8 | word >> 16) & 0x0000_FFFF_0000_FFFF
        return UInt32(truncatingIfNeeded: word << 16 | word >> 32)
    }
}

/// Says whether bytes are UTF-8 while they arrive, in pieces of any size (The Unicode Standard, table 3-7).
///
/// It refuses at the first byte that no continuation could make valid: overlong forms, surrogates and what lies beyond U+10FFFF are known
/// by the second byte of a character.
package struct UTF8Validator: Sendable {
    /// How many bytes of the character are still to come.
    private var missing: UInt8 = 0
    /// Between which the next of them must be.
    private var lowest: UInt8 = 0x80
    private var highest: UInt8 = 0xBF

    package init() {}

    /// No character is unfinished.
    package var isAtBoundary: Bool { missing == 0 }

    /// `false` as soon as a byte cannot be; nothing may follow then.
    package mutating func accepts(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var position = 0
        while position < bytes.count {
            if missing == 0 {
                position = Self.endOfASCII(in: bytes, from: position)
                guard position < bytes.count else { return true }
                guard begins(bytes[position]) else { return false }
            } else {
                guard continues(bytes[position]) else { return false }
            }
            position += 1
        }
        return true
    }

    /// Whether a whole text is UTF-8.
    package static func isValid(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var validator = UTF8Validator()
        return validator.accepts(bytes) && validator.isAtBoundary
    }

    /// Most of what people and programs write; looked at eight bytes at a time.
    private static func endOfASCII(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        var position = start
        while position + 8 <= bytes.count {
            let word = bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self)
            if word & 0x8080_8080_8080_8080 != 0 { break }
            position += 8
        }
        while position < bytes.count, bytes[position] < 0x80 { position += 1 }
        return position
    }

    private mutating func begins(_ byte: UInt8) -> Bool {
        switch byte {
        case 0xC2...0xDF: expect(1, 0x80, 0xBF)
        case 0xE0: expect(2, 0xA0, 0xBF)
        case 0xE1...0xEC, 0xEE, 0xEF: expect(2, 0x80, 0xBF)
        case 0xED: expect(2, 0x80, 0x9F)
        case 0xF0: expect(3, 0x90, 0xBF)
        case 0xF1...0xF3: expect(3, 0x80, 0xBF)
        case 0xF4: expect(3, 0x80, 0x8F)
        default: return false
        }
        return true
    }

    private mutating func continues(_ byte: UInt8) -> Bool {
        guard byte >= lowest, byte <= highest else { return false }
        expect(missing - 1, 0x80, 0xBF)
        return true
    }

    private mutating func expect(_ count: UInt8, _ lowest: UInt8, _ highest: UInt8) {
        missing = count
        self.lowest = lowest
        self.highest = highest
    }
}

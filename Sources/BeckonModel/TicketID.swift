/// A ticket's identifier: a UUIDv7 (RFC 9562, section 5.7), 48 bits of Unix milliseconds, then random bits.
package struct TicketID: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let high: UInt64
    package let low: UInt64

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// A fresh identifier for `now`.
    package static func make(
        at now: Timestamp, using random: inout some RandomNumberGenerator
    ) -> TicketID {
        let time = UInt64(clamping: now.milliseconds) & 0xFFFF_FFFF_FFFF
        let high = time << 16 | 0x7000 | UInt64.random(in: 0...0x0FFF, using: &random)
        let low = 0x8000_0000_0000_0000 | random.next() >> 2
        return TicketID(high: high, low: low)
    }

    /// Reads the 36-character form; upper and lower case. `nil` for anything else.
    package init?(_ text: String) {
        var text = text
        let parsed = text.withUTF8 { Self.parse($0) }
        guard let parsed else { return nil }
        self = parsed
    }

    package init?(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let parsed = Self.parse(bytes) else { return nil }
        self = parsed
    }

    /// The low half has 62 random bits.
    package func hash(into hasher: inout Hasher) { hasher.combine(low) }

    private static func parse(_ bytes: UnsafeBufferPointer<UInt8>) -> TicketID? {
        guard bytes.count == 36 else { return nil }
        var words: (UInt64, UInt64) = (0, 0)
        var digits = 0
        for index in 0..<36 {
            let byte = bytes[index]
            if index == 8 || index == 13 || index == 18 || index == 23 {
                guard byte == UInt8(ascii: "-") else { return nil }
                continue
            }
            let nibble: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): nibble = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): nibble = byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): nibble = byte - UInt8(ascii: "A") + 10
            default: return nil
            }
            if digits < 16 {
                words.0 = words.0 << 4 | UInt64(nibble)
            } else {
                words.1 = words.1 << 4 | UInt64(nibble)
            }
            digits += 1
        }
        return TicketID(high: words.0, low: words.1)
    }

    package var description: String {
        String(unsafeUninitializedCapacity: 36) { write(into: $0) }
    }

    /// Writes the 36 bytes of the lower-case form; returns 36.
    package func write(into buffer: UnsafeMutableBufferPointer<UInt8>) -> Int {
        let digits = ("0123456789abcdef" as StaticString).utf8Start
        var position = 0
        for index in 0..<16 {
            if index == 4 || index == 6 || index == 8 || index == 10 {
                buffer[position] = UInt8(ascii: "-")
                position += 1
            }
            let shift = UInt64(56 - (index & 7) * 8)
            let byte = Int((index < 8 ? high : low) >> shift & 0xFF)
            buffer[position] = digits[byte >> 4]
            buffer[position + 1] = digits[byte & 0xF]
            position += 2
        }
        return position
    }

    package static func < (left: TicketID, right: TicketID) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }
}

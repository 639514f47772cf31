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
        let raw = UnsafeRawBufferPointer(bytes)
        guard raw.count == 36, raw[8] == dash, raw[13] == dash, raw[18] == dash, raw[23] == dash
        else { return nil }
        func four(_ index: Int) -> UInt64 {
            UInt64(UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: index, as: UInt32.self)))
        }
        func eight(_ index: Int) -> UInt64 {
            UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: index, as: UInt64.self))
        }
        guard let first = HexDigits.value(eight(0)),
            let second = HexDigits.value(four(9) | four(14) << 32),
            let third = HexDigits.value(four(19) | four(24) << 32),
            let fourth = HexDigits.value(eight(28))
        else { return nil }
        return TicketID(
            high: UInt64(first) << 32 | UInt64(second), low: UInt64(third) << 32 | UInt64(fourth))
    }

    private static var dash: UInt8 { UInt8(ascii: "-") }

    package var description: String {
        String(unsafeUninitializedCapacity: 36) { write(into: $0) }
    }

    /// Writes the 36 bytes of the lower-case form; returns 36.
    package func write(into buffer: UnsafeMutableBufferPointer<UInt8>) -> Int {
        let raw = UnsafeMutableRawBufferPointer(buffer)
        func put(_ digits: UInt64, at index: Int) {
            raw.storeBytes(of: digits.littleEndian, toByteOffset: index, as: UInt64.self)
        }
        func put(_ digits: UInt64, at first: Int, _ second: Int) {
            let low = UInt32(truncatingIfNeeded: digits).littleEndian
            let high = UInt32(truncatingIfNeeded: digits >> 32).littleEndian
            raw.storeBytes(of: low, toByteOffset: first, as: UInt32.self)
            raw.storeBytes(of: high, toByteOffset: second, as: UInt32.self)
        }
        put(HexDigits.of(UInt32(truncatingIfNeeded: high >> 32)), at: 0)
        put(HexDigits.of(UInt32(truncatingIfNeeded: high)), at: 9, 14)
        put(HexDigits.of(UInt32(truncatingIfNeeded: low >> 32)), at: 19, 24)
        put(HexDigits.of(UInt32(truncatingIfNeeded: low)), at: 28)
        raw[8] = Self.dash
        raw[13] = Self.dash
        raw[18] = Self.dash
        raw[23] = Self.dash
        return 36
    }

    package static func < (left: TicketID, right: TicketID) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }
}

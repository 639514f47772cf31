/// A moment by the server's clock: milliseconds since 1970-01-01T00:00:00Z.
package struct Timestamp: Hashable, Sendable, Comparable {
    package let milliseconds: Int64

    package init(milliseconds: Int64) { self.milliseconds = milliseconds }

    package static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.milliseconds < right.milliseconds
    }

    /// Stops at the first and the last moment that a number can say: a file may hold any.
    package func advanced(by duration: Duration) -> Timestamp {
        let (seconds, attoseconds) = duration.components
        let step = seconds * 1000 + attoseconds / 1_000_000_000_000_000
        let (sum, isBeyond) = milliseconds.addingReportingOverflow(step)
        return Timestamp(milliseconds: isBeyond ? (step < 0 ? .min : .max) : sum)
    }

    /// From 0000-01-01T00:00:00.000Z to 9999-12-31T23:59:59.999Z.
    private static let written: ClosedRange<Int64> = -62_167_219_200_000...253_402_300_799_999

    /// RFC 3339, UTC, milliseconds: `2026-11-21T01:03:43.000Z`.
    package var rfc3339: String {
        String(unsafeUninitializedCapacity: 24) { write(into: $0) }
    }

    /// Writes the 24 bytes of the RFC 3339 form; years 0000–9999, and the nearest of them for what is beyond. Returns 24.
    package func write(into buffer: UnsafeMutableBufferPointer<UInt8>) -> Int {
        let milliseconds = min(
            max(milliseconds, Self.written.lowerBound), Self.written.upperBound)
        let day = milliseconds.flooredQuotient(86_400_000)
        let rest = UInt32(truncatingIfNeeded: milliseconds - day * 86_400_000)
        let (year, month, dayOfMonth) = Self.civil(fromDays: Int(day))
        func put(_ value: UInt32, at index: Int) {
            let tens = value / 10
            buffer[index] = UInt8(truncatingIfNeeded: 0x30 + tens)
            buffer[index + 1] = UInt8(truncatingIfNeeded: 0x30 + value - tens * 10)
        }
        let seconds = rest / 1000
        let minutes = seconds / 60
        let fraction = rest - seconds * 1000
        let century = UInt32(truncatingIfNeeded: year / 100)
        put(century, at: 0)
        put(UInt32(truncatingIfNeeded: year) - century * 100, at: 2)
        buffer[4] = UInt8(ascii: "-")
        put(UInt32(truncatingIfNeeded: month), at: 5)
        buffer[7] = UInt8(ascii: "-")
        put(UInt32(truncatingIfNeeded: dayOfMonth), at: 8)
        buffer[10] = UInt8(ascii: "T")
        put(minutes / 60, at: 11)
        buffer[13] = UInt8(ascii: ":")
        put(minutes % 60, at: 14)
        buffer[16] = UInt8(ascii: ":")
        put(seconds - minutes * 60, at: 17)
        buffer[19] = UInt8(ascii: ".")
        put(fraction / 10, at: 20)
        buffer[22] = UInt8(truncatingIfNeeded: 0x30 + fraction % 10)
        buffer[23] = UInt8(ascii: "Z")
        return 24
    }

    /// Reads exactly the form that `rfc3339` writes; `nil` otherwise.
    package init?(rfc3339 text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 24, bytes[4] == 0x2D, bytes[7] == 0x2D, bytes[10] == 0x54,
            bytes[13] == 0x3A, bytes[16] == 0x3A, bytes[19] == 0x2E, bytes[23] == 0x5A
        else { return nil }
        func number(_ range: Range<Int>) -> Int64? {
            var value: Int64 = 0
            for byte in bytes[range] {
                guard (0x30...0x39).contains(byte) else { return nil }
                value = value * 10 + Int64(byte - 0x30)
            }
            return value
        }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
            let hour = number(11..<13), let minute = number(14..<16), let second = number(17..<19),
            let fraction = number(20..<23), (1...12).contains(month), (1...31).contains(day),
            hour < 24, minute < 60, second < 60
        else { return nil }
        let days = Self.days(year: Int(year), month: Int(month), day: Int(day))
        milliseconds =
            ((Int64(days) * 24 + hour) * 60 + minute) * 60_000 + second * 1000 + fraction
    }

    /// Days since 1970-01-01 → civil date, in the proleptic Gregorian calendar (Hinnant, "chrono-compatible low-level date algorithms").
    private static func civil(fromDays days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = Int64(shifted).flooredQuotient(146_097)
        let dayOfEra = shifted - Int(era) * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + Int(era) * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    private static func days(year: Int, month: Int, day: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        let era = Int(Int64(year).flooredQuotient(400))
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }
}

extension Int64 {
    fileprivate func flooredQuotient(_ divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}

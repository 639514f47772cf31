/// The sender's own name for a command, `client_id` on the wire: however often a message is sent under it, it stands once.
public struct CommandID: Hashable, Sendable, CustomStringConvertible {
    /// As it travels.
    public let rawValue: String

    /// `nil` unless it has 1–64 characters of printable ASCII without spaces.
    public init?(_ text: String) {
        guard (1...64).contains(text.utf8.count),
            text.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { return nil }
        rawValue = text
    }

    package init(unchecked text: String) { rawValue = text }

    /// A fresh one: a UUID of version 4 (RFC 9562, section 5.4).
    public static func random(using generator: inout some RandomNumberGenerator) -> CommandID {
        let high = generator.next() & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
        let low = generator.next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        let digits = Self.hexadecimal(high) + Self.hexadecimal(low)
        var text = ""
        for (index, digit) in digits.enumerated() {
            if [8, 12, 16, 20].contains(index) { text.append("-") }
            text.append(digit)
        }
        return CommandID(unchecked: text)
    }

    private static func hexadecimal(_ value: UInt64) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    public var description: String { rawValue }
}

extension CommandID: Codable {
    public init(from decoder: any Decoder) throws {
        let text = try String(from: decoder)
        guard let id = CommandID(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "This is no command's id."))
        }
        self = id
    }

    public func encode(to encoder: any Encoder) throws { try rawValue.encode(to: encoder) }
}

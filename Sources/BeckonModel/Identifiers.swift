/// A person's or a client's identifier: 1–64 characters out of `A–Z a–z 0–9 _ . -`, and `@ :` for client ids.
package protocol TextIdentifier: Hashable, Sendable, CustomStringConvertible {
    var rawValue: String { get }
    init(unchecked rawValue: String)
    static func allows(_ byte: UInt8) -> Bool
}

extension TextIdentifier {
    /// `nil` when the text is empty, longer than 64 bytes or holds another character.
    package init?(_ text: String) {
        guard (1...Limits.identifierBytes).contains(text.utf8.count) else { return nil }
        var text = text
        guard text.withUTF8({ utf8 in utf8.allSatisfy { Self.allows($0) } }) else { return nil }
        self.init(unchecked: text)
    }

    package var description: String { rawValue }

    package static func allows(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."),
            UInt8(ascii: "-"):
            true
        default: false
        }
    }
}

/// A customer.
package struct UserID: TextIdentifier {
    package let rawValue: String
    package init(unchecked rawValue: String) { self.rawValue = rawValue }
}

/// An agent, supervisor or admin.
package struct StaffID: TextIdentifier {
    package let rawValue: String
    package init(unchecked rawValue: String) { self.rawValue = rawValue }
}

/// An integration's key.
package struct KeyID: TextIdentifier {
    package let rawValue: String
    package init(unchecked rawValue: String) { self.rawValue = rawValue }
}

/// What another system calls a message, such as a mail's `Message-ID`: stands once in the whole store.
package struct ExternalID: Hashable, Sendable {
    package let rawValue: String
    package init(unchecked rawValue: String) { self.rawValue = rawValue }

    /// `nil` unless it is 1–`Limits.externalIDBytes` bytes of printable ASCII.
    package init?(_ text: String) {
        guard (1...Limits.externalIDBytes).contains(text.utf8.count),
            text.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { return nil }
        rawValue = text
    }
}

/// The sender's name for a command; with the author and the ticket it makes a message stand once (promise G2).
package struct ClientID: TextIdentifier {
    package let rawValue: String
    package init(unchecked rawValue: String) { self.rawValue = rawValue }

    /// Any printable ASCII: senders choose their own scheme.
    package static func allows(_ byte: UInt8) -> Bool { (0x21...0x7E).contains(byte) }
}

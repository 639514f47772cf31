import BeckonModel
import BeckonWire

/// A simple, linear check: enough to tell a typing mistake; only a mail proves an address. Longest: 254 (RFC 5321, 4.5.3.1.3).
enum EmailAddress {
    /// The address in lower case.
    static func check(_ text: String) throws(Failure) -> String {
        let email = Text.trimmed(text)
        if email.isEmpty { throw .ticket(.invalid(field: "email", problem: .empty)) }
        if email.utf8.count > 254 {
            throw .ticket(.invalid(field: "email", problem: .tooLong(max: 254)))
        }
        let parts = email.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard parts.count == 2, (1...64).contains(parts[0].count), isDomain(parts[1]),
            parts[0].allSatisfy(isAllowed), email.unicodeScalars.allSatisfy(Text.isVisible)
        else { throw .badRequest("email is not an email address.") }
        return email.lowercased()
    }

    private static func isDomain(_ domain: Substring.UTF8View) -> Bool {
        let labels = domain.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        // Mail goes to names in the public system: there none is without a dot.
        return labels.count > 1
            && labels.allSatisfy { label in
                (1...63).contains(label.count) && label.allSatisfy(isOfDomain)
                    && label.first != UInt8(ascii: "-") && label.last != UInt8(ascii: "-")
            }
    }

    private static func isOfDomain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), 0x80...:
            true
        default: false
        }
    }

    /// No spaces, control characters, quotes, brackets or separators.
    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case 0...0x20, 0x7F, UInt8(ascii: "\""), UInt8(ascii: "("), UInt8(ascii: ")"),
            UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: ";"), UInt8(ascii: "<"),
            UInt8(ascii: ">"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "\\"):
            false
        default: true
        }
    }
}

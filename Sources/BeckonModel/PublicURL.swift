/// Where people reach this server, as configured: `https://help.example` or `http://127.0.0.1:8080`. No path.
package struct PublicURL: Hashable, Sendable {
    package let isSecure: Bool
    /// In lower case, with its port unless that is the scheme's own.
    package let authority: String

    /// `nil` for anything but `http://host[:port]` and `https://host[:port]`; one slash at the end is forgiven.
    package init?(_ text: String) {
        let text = text.lowercased()
        let rest: Substring
        if text.hasPrefix("https://") {
            isSecure = true
            rest = text.dropFirst(8)
        } else if text.hasPrefix("http://") {
            isSecure = false
            rest = text.dropFirst(7)
        } else {
            return nil
        }
        let authority = rest.hasSuffix("/") ? rest.dropLast() : rest
        guard Self.isAuthority(authority) else { return nil }
        let own = isSecure ? ":443" : ":80"
        self.authority = String(
            authority.hasSuffix(own) ? authority.dropLast(own.count) : authority)
    }

    package var origin: String { (isSecure ? "https://" : "http://") + authority }

    private static func isAuthority(_ text: Substring) -> Bool {
        guard (1...255).contains(text.utf8.count) else { return false }
        var host = text
        if let colon = text.lastIndex(of: ":"), text[colon...].dropFirst().allSatisfy(\.isNumber) {
            guard let port = Int(text[colon...].dropFirst()), (1...65_535).contains(port) else {
                return false
            }
            host = text[..<colon]
        }
        if host.hasPrefix("["), host.hasSuffix("]") {
            return isIPv6(host.dropFirst().dropLast())
        }
        return !host.isEmpty
            && host.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                    UInt8(ascii: "."), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }

    /// The text forms of RFC 4291, section 2.2, without an IPv4 address at the end.
    private static func isIPv6(_ text: Substring) -> Bool {
        let halves = text.split(separator: "::", omittingEmptySubsequences: false)
        let groups = halves.flatMap { half in
            half.isEmpty ? [] : half.split(separator: ":", omittingEmptySubsequences: false)
        }
        let isWhole = halves.count == 1 ? groups.count == 8 : halves.count == 2 && groups.count < 8
        return isWhole
            && groups.allSatisfy { (1...4).contains($0.count) && $0.allSatisfy(\.isHexDigit) }
    }
}

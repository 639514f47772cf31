/// Where something is sent: `https://shop.example/hooks?key=1`. Only what all readers of such addresses read alike: printable ASCII, no name and
/// password before the host, no `#`, no `\`.
package struct WebAddress: Hashable, Sendable {
    package let isSecure: Bool
    /// In lower case; of an IPv6 address without its brackets.
    package let host: String
    package let port: Int
    /// From the first `/` on, which is always there.
    package let pathAndQuery: String

    package init?(_ text: String) {
        let start = text.prefix { $0 != ":" }
        guard text.dropFirst(start.count).hasPrefix("://") else { return nil }
        switch start.lowercased() {
        case "https": isSecure = true
        case "http": isSecure = false
        default: return nil
        }
        let rest = text.dropFirst(start.count + 3)
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        let path = rest.dropFirst(authority.count)
        let isPlain = rest.utf8.allSatisfy { byte in
            (0x21...0x7E).contains(byte) && !Self.refused.contains(byte)
        }
        guard isPlain, let server = PublicURL("\(start)://\(authority)") else { return nil }
        let named = server.authority
        let colon = named.lastIndex(of: ":").flatMap { named[$0...].contains("]") ? nil : $0 }
        port = colon.flatMap { Int(named[$0...].dropFirst()) } ?? (isSecure ? 443 : 80)
        let bare = named[..<(colon ?? named.endIndex)]
        host = bare.hasPrefix("[") ? String(bare.dropFirst().dropLast()) : String(bare)
        pathAndQuery = path.hasPrefix("/") ? String(path) : "/" + path
    }

    private static let refused = Set("\\#\"<>^`{|}".utf8)

    package var text: String {
        let ownPort = isSecure ? 443 : 80
        return (isSecure ? "https://" : "http://") + (host.contains(":") ? "[\(host)]" : host)
            + (port == ownPort ? "" : ":\(port)") + pathAndQuery
    }
}

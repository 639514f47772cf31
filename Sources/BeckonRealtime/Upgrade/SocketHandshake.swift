package import HTTPTypes
import NIOHTTP1

/// Looks at a request that asks for a socket, before anything is upgraded (RFC 6455, section 4.2.1).
package struct SocketHandshake: Sendable {
    package enum Refusal: Hashable, Sendable {
        /// No path of a socket.
        case notFound
        /// From a page that is not ours.
        case origin
        /// Not through the demo's door.
        case demo
        /// Not a WebSocket handshake, or one of another version: 13 would do.
        case notWebSocket
        case badKey
    }

    private let origins: OriginPolicy
    private let isDemo: Bool

    init(origins: OriginPolicy, isDemo: Bool) {
        self.origins = origins
        self.isDemo = isDemo
    }

    /// For a route: a request that came here asks for a socket and will not get one.
    package func refusal(of head: HTTPRequest, peer: ClientAddress) -> Refusal? {
        refusal(
            path: head.path ?? "", isGet: head.method == .get, authority: head.authority,
            peer: peer, names: head.headerFields.lazy.map(\.name.rawName)
        ) { name in
            HTTPField.Name(name).map { head.headerFields[values: $0] } ?? []
        }
    }

    func refusal(of head: HTTPRequestHead, peer: ClientAddress) -> Refusal? {
        refusal(
            path: head.uri, isGet: head.method == .GET, authority: head.headers.first(name: "Host"),
            peer: peer, names: head.headers.lazy.map(\.name)
        ) { head.headers[$0] }
    }

    func target(of head: HTTPRequestHead) -> SocketTarget? {
        SocketTarget(path: head.uri, cookie: head.headers.first(name: "Cookie"), isDemo: isDemo)
    }

    private func refusal(
        path: String, isGet: Bool, authority: String?, peer: ClientAddress,
        names: some Sequence<String>, _ values: (String) -> [String]
    ) -> Refusal? {
        guard isGet, SocketTarget(path: path, cookie: nil, isDemo: isDemo) != nil else {
            return .notFound
        }
        if isDemo {
            let isProxied = names.contains(where: DemoDoor.isProxys)
            let door = DemoDoor(peer: peer, host: authority, isProxied: isProxied)
            guard door == .open else { return .demo }
        }
        let isAllowed = origins.allowsSocket(
            origins: values("Origin"), host: authority, hasCookie: !values("Cookie").isEmpty)
        guard isAllowed else { return .origin }
        let keys = values("Sec-WebSocket-Key")
        let hasKey = keys.count == 1 && Self.isKey(keys[0])
        if values("Sec-WebSocket-Version") == ["13"], !hasKey { return .badKey }
        guard values("Upgrade").contains(where: { $0.lowercased() == "websocket" }),
            values("Connection").contains(where: { $0.lowercased().contains("upgrade") }),
            values("Sec-WebSocket-Version") == ["13"]
        else { return .notWebSocket }
        return nil
    }

    /// 16 bytes in base64: 22 characters and two signs of equality.
    private static func isKey(_ key: String) -> Bool {
        let bytes = Array(key.utf8)
        return bytes.count == 24 && bytes.suffix(2).allSatisfy { $0 == UInt8(ascii: "=") }
            && bytes.prefix(22).allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"):
                    true
                default: false
                }
            }
    }
}

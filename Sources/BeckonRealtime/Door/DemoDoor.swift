/// Whom the demo lets in, where everybody is who they say they are: this machine only, asked for by a name of its own, and nobody through
/// a proxy. A foreign name that resolves to it (DNS rebinding) is the page of somebody else.
package enum DemoDoor: Hashable, Sendable {
    case open
    case notThisMachine
    case proxied

    /// Each says that the peer speaks for somebody else.
    package static let proxyHeaders = [
        "X-Forwarded-For", "Forwarded", "X-Forwarded-Host", "X-Real-IP",
    ]

    /// `host` as the request names it; `isProxied`: one of `proxyHeaders` is there.
    package init(peer: ClientAddress, host: String?, isProxied: Bool) {
        if isProxied {
            self = .proxied
        } else {
            self = peer.isLoopback && Self.isLoopback(host: host) ? .open : .notThisMachine
        }
    }

    /// For the person who is refused; `nil` for whom it is open.
    package var refusal: String? {
        switch self {
        case .open: nil
        case .notThisMachine:
            "The demo lets everybody in, so it answers this machine only: open http://127.0.0.1 or http://localhost at its port."
        case .proxied:
            "The demo lets everybody in, so it does not answer through a proxy. Run `beckon serve` behind one."
        }
    }

    private static func isLoopback(host authority: String?) -> Bool {
        guard let authority, let url = PublicURL("http://" + authority) else { return false }
        let host =
            url.authority.hasPrefix("[")
            ? url.authority.dropFirst().prefix { $0 != "]" } : url.authority.prefix { $0 != ":" }
        return host == "localhost" || ClientAddress(String(host))?.isLoopback == true
    }
}

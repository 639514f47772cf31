import BeckonModel

/// Whom the demo lets in, where everybody is who they say they are: this machine only, asked for by a name of its own, and nobody through
/// a proxy. A foreign name that resolves to it (DNS rebinding) is the page of somebody else.
package enum DemoDoor: Hashable, Sendable {
    case open
    case notThisMachine
    case proxied

    /// Each says that the peer speaks for somebody else.
    private static let proxyHeaders: Set<String> = [
        "via", "cdn-loop", "true-client-ip", "x-client-ip", "x-real-ip", "x-cluster-client-ip",
        "fly-client-ip", "fastly-client-ip", "x-original-forwarded-for", "x-envoy-external-address",
        "x-azure-clientip", "x-appengine-user-ip", "x-arr-clientip", "client-ip",
    ]
    private static let proxyPrefixes = ["forwarded", "x-forwarded", "cf-", "tailscale-", "ngrok-"]

    /// Whether a header of this name is one that proxies and tunnels add. Some of them write `_` for `-`.
    package static func isProxys(_ header: String) -> Bool {
        let name = header.lowercased().replacing("_", with: "-")
        return proxyHeaders.contains(name) || proxyPrefixes.contains { name.hasPrefix($0) }
    }

    /// `host` as the request names it; `isProxied`: a header of a proxy is there.
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

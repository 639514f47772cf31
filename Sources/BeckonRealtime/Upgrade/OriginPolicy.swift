/// Which pages may open a socket: exactly Beckon's own. Browsers always send `Origin`; other programs send none, and then no cookie counts.
package struct OriginPolicy: Sendable {
    /// `https://support.example`; `nil`: the origin must be plain HTTP at the request's own `Host`.
    private let publicOrigin: String?

    package init(publicURL: String?) {
        publicOrigin = publicURL.map(Self.origin(of:))
    }

    /// `origins` and `hosts` are the values of those headers.
    package func allows(origins: [String], host: String?, hasCookie: Bool) -> Bool {
        if origins.isEmpty { return !hasCookie }
        guard origins.count == 1, let origin = origins.first, origin != "null" else { return false }
        if let publicOrigin, origin.lowercased() == publicOrigin { return true }
        guard publicOrigin == nil, let host else { return false }
        return origin.lowercased() == "http://\(host.lowercased())"
    }

    private static func origin(of url: String) -> String {
        let parts = url.lowercased().split(separator: "/", omittingEmptySubsequences: false)
        return parts.prefix(3).joined(separator: "/")
    }
}

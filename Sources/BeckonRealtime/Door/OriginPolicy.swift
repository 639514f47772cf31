package import BeckonModel

/// Decides whether a page is Beckon's own, for sockets and for requests that change something. With a configured URL, only pages of exactly
/// that origin are. Without one, a page is own when it was loaded over plain HTTP from the same `Host` that it now asks.
package struct OriginPolicy: Hashable, Sendable {
    private let publicURL: PublicURL?

    package init(_ publicURL: PublicURL?) { self.publicURL = publicURL }

    /// `origins`: the values of `Origin`. Nobody sends two, and `null` is nobody's.
    package func isOwn(_ origins: [String], host: String?) -> Bool {
        // An origin ends without a slash (RFC 6454, section 6.2).
        guard origins.count == 1, !origins[0].hasSuffix("/"), let origin = PublicURL(origins[0])
        else { return false }
        if let publicURL { return origin == publicURL }
        return host.flatMap { PublicURL("http://" + $0) } == origin
    }

    /// A socket: browsers always send `Origin`; other programs send none, and then no cookie counts.
    package func allowsSocket(origins: [String], host: String?, hasCookie: Bool) -> Bool {
        origins.isEmpty ? !hasCookie : isOwn(origins, host: host)
    }
}

package import BeckonModel

/// Which pages are Beckon's own, asked for sockets and for requests that change something: those of the configured URL or, without one,
/// those that came by plain HTTP from the very `Host` that is asked.
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

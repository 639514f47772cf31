import HTTPTypes
import Hummingbird

/// Which `Origin` is this server's own: that of the configured URL, or, without one, of the `Host` that was asked.
package struct OwnOrigin: Hashable, Sendable {
    private let publicURL: PublicURL?

    package init(_ publicURL: PublicURL?) { self.publicURL = publicURL }

    /// `authority`: the `Host` of the request.
    package func isOwn(_ origin: String, authority: String?) -> Bool {
        guard let origin = PublicURL(origin), origin.origin.utf8.count > 0 else { return false }
        if let publicURL { return origin == publicURL }
        guard let authority else { return false }
        // A proxy may end TLS without our knowing: both schemes of the same host.
        return PublicURL("http://" + authority)?.authority == origin.authority
            || PublicURL("https://" + authority)?.authority == origin.authority
    }
}

package import BeckonStore

/// From where somebody signs in.
package struct Visit: Sendable {
    /// The session that the browser had until now.
    package var former: SessionID?
    package var origin: SessionOrigin
    /// The token of the browser's `device` cookie.
    package var device: String?
    package var share: HashShare

    package init(
        former: SessionID? = nil, origin: SessionOrigin = SessionOrigin(), device: String? = nil,
        share: HashShare = .known("")
    ) {
        self.former = former
        self.origin = origin
        self.device = device
        self.share = share
    }
}

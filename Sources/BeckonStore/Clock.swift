package import BeckonModel

/// The server's clock, handed in so that tests own time.
package protocol WallClock: Sendable {
    func now() -> Timestamp
}

package import NIOCore

/// Deadlines and limits of sockets.
package struct SocketSettings: Sendable {
    /// Who has not signed in by then is closed.
    package var authenticationDeadline = TimeAmount.seconds(5)
    /// A ping goes out after this much silence.
    package var pingInterval = TimeAmount.seconds(20)
    /// Without any answer within this time the peer is gone.
    package var pongDeadline = TimeAmount.seconds(5)
    /// How long accepted commands may take to be answered while draining or closing.
    package var closeDeadline = TimeAmount.seconds(2)
    /// Frames per second and at once; `nil`: without limit.
    package var rate: (perSecond: Int, atOnce: Int)? = (20, 100)
    /// A flood: so many refused frames in a row close the socket.
    package var refusedLimit = 200
    /// Commands of one connection under way; more than that waits unread.
    package var underWayLimit = 128
    /// Bytes that may wait for a reader who does not read.
    package var pendingBytesLimit = 1 << 20
    /// Frames that may wait for such a reader before the next answer; one sync may bring 1,001.
    package var backlogLimit = 2_000
    /// Sockets of one person.
    package var connectionsPerPerson = 50
    /// Sockets of one address; `nil`: without limit.
    package var connectionsPerAddress: Int?
    /// Connections of one address that speak HTTP; `nil`: without limit.
    package var httpConnectionsPerAddress: Int?
    /// Of everybody, sockets too; near it those that idle are ended.
    package var totalConnections = Int.max
    /// A peer that takes no byte of what waits for it within this time is cut off.
    package var writeDeadline = TimeAmount.seconds(30)
    /// What counts as one address, from that of the peer and from `X-Forwarded-For`.
    package var address: @Sendable (_ peer: SocketAddress?, _ forwardedFor: [String]) -> String = {
        peer, _ in peer?.ipAddress ?? ""
    }
    package var isDemo = false

    package init() {}
}

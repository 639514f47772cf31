/// How far each follower of the log has come, and which node does what only one may do at a time.
///
/// Promises of every implementation (StoreContractTests holds them against it):
/// - A lease has at most one holder, among all nodes. It ends when it was not renewed for its time, on a clock that nobody sets.
/// - The token of each new holding is greater than all before it, also across restarts.
/// - A cursor is saved only under the newest lease of its follower: who has lost the lease, and does not know it yet, changes nothing.
package protocol FollowerStore: Sendable {
    /// Takes a lease, or renews it where this node holds it. `nil` while another node does.
    func takeLease(
        _ name: String, for node: NodeID, lasting time: Duration
    ) async throws(StoreError) -> Lease?

    /// Gives it back before its time is over. Nothing happens when it is another's by now.
    func release(_ lease: Lease) async throws(StoreError)

    /// Where that follower goes on; `nil` when it never came anywhere.
    func cursor(of follower: String) async throws(StoreError) -> LogCursor?

    /// The lease is the one that has the follower's name. `false`, and nothing is saved, when there is a newer one.
    func save(
        _ cursor: LogCursor, of follower: String, under lease: Lease
    ) async throws(StoreError) -> Bool
}

/// A place in the log of all tickets, behind one of its lines. What it is made of is the store's: it means nothing in another data file, so it
/// never becomes a part of an identifier.
package struct LogCursor: Hashable, Comparable, Sendable {
    /// `PositionedLine.position`.
    package let position: Int64

    package init(position: Int64) { self.position = position }

    /// Before the first line.
    package static let beginning = LogCursor(position: 0)

    package static func < (one: LogCursor, other: LogCursor) -> Bool {
        one.position < other.position
    }
}

/// The right to do what only one node may do, until it is given back or runs out.
package struct Lease: Hashable, Sendable {
    package let name: String
    package let holder: NodeID
    /// Greater than that of every holding before. What is saved under an older one is refused (a fencing token).
    package let token: Int64

    package init(name: String, holder: NodeID, token: Int64) {
        self.name = name
        self.holder = holder
        self.token = token
    }
}

package import BeckonModel
package import BeckonStore

/// Reads the log along and reacts to what happened: webhooks, reports, deadlines.
///
/// Each follower gets every entry of all tickets in the order of their commits, at least once: after a crash, a failure or a lease that went
/// to another node it gets again what it had since its cursor was last saved. So what it does must stand once when it is done twice:
/// what it stores has a key of its own (follower, ticket, seq and what it is), what it does to a ticket goes through the engine with
/// `FollowedEntry.clientID`. Its cursor is saved after what it did, never before, and not for each batch (docs/decisions/0021).
package protocol Follower: Sendable {
    /// Never to be changed: its cursor, its lease and what it did have this name. Lower case with `_`, at most 16 characters.
    var name: String { get }

    /// Where it begins when it has never run.
    var beginning: FollowerBeginning { get }

    /// Takes in entries, never none; all of it is done, and stored where it must be, when this returns. Throws to get the same once more, after a
    /// while. Called by one task at a time; other followers do not wait for it.
    func handle(_ batch: [FollowedEntry]) async throws
}

package enum FollowerBeginning: Hashable, Sendable {
    /// With the first entry that there is: for what is made of the whole log.
    case first
    /// With what comes from now on: for what is told to others.
    case next
}

extension Follower {
    package var beginning: FollowerBeginning { .first }
}

/// A follower whose work can be thrown away and made anew: its cursor stands with its rows, and is saved with them in one transaction.
package protocol ProjectingFollower: Follower {
    /// Up to where its rows are made; `.beginning` when there are none.
    func cursor() async throws -> LogCursor
}

/// A follower that also does something at its time. Asked about once a second while this node has its lease.
package protocol TimedFollower: Follower {
    /// When something is due; `nil` while nothing is.
    var due: Timestamp? { get }

    /// Does what is due, or a part of it, and sets `due` anew. Throws to be called again after a while.
    func act(at now: Timestamp) async throws

    /// This node got the lease: what was known of `due` may be old.
    func begin()
}

/// An entry of any ticket's log. The line is the one that was stored, byte by byte.
package struct FollowedEntry: Sendable {
    /// Behind this entry.
    package let cursor: LogCursor
    package let encoded: EncodedEntry

    package var entry: Entry { encoded.entry }
    package var ticket: TicketID { encoded.entry.ticket }
    package var seq: Seq { encoded.entry.seq }
    package var line: LogLine { encoded.line }

    package init(cursor: LogCursor, encoded: EncodedEntry) {
        self.cursor = cursor
        self.encoded = encoded
    }

    /// A line that cannot be read is an entry that is `damaged`: each follower passes it over.
    package init(_ line: PositionedLine) {
        self.init(
            cursor: LogCursor(position: line.position),
            encoded: EncodedEntry(reading: line.line, of: line.ticket))
    }

    /// For the command that a follower gives because of this entry, its `act`-th: given twice it stands once (promise G2). Never made of
    /// a position, which changes when data moves.
    package func clientID(of follower: String, act: Int = 0) -> ClientID {
        ClientID(unchecked: "\(follower).\(ticket).\(seq).\(act)")
    }
}

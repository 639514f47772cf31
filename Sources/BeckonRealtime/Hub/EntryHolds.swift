import BeckonEngine
import BeckonModel
import NIOCore

/// Joins the answer to a `sync` and the live entries that come after it, without a gap and without a repeat.
///
/// A hold begins before the log is read. From then on the connection's new entries of that ticket are kept in the hold instead of being sent.
/// When the answer is ready it goes out first; of the kept entries those follow whose number is beyond the answer's last one.
///
/// All of this happens under the lock through which every delivery of an event loop goes (`LoopRoom`), so no entry can slip past a hold that
/// has begun.
struct EntryHolds {
    struct ID: Hashable, Sendable {
        fileprivate let rawValue: UInt64
    }

    private struct Hold {
        let id: ID
        let ticket: TicketID
        var entries: [(seq: Seq, frame: ByteBuffer)] = []
        var bytes = 0
        var isOverfull = false

        mutating func keep(_ seq: Seq, _ frame: ByteBuffer) {
            if isOverfull { return }
            bytes += frame.readableBytes
            isOverfull = entries.count >= Limits.heldEntries || bytes > Limits.heldBytes
            if isOverfull { entries = [] } else { entries.append((seq, frame)) }
        }
    }

    private var holds: [ConnectionID: [Hold]] = [:]
    private var nextID: UInt64 = 0

    var isEmpty: Bool { holds.isEmpty }

    mutating func begin(_ ticket: TicketID, for connection: ConnectionID) -> ID {
        nextID += 1
        let id = ID(rawValue: nextID)
        holds[connection, default: []].append(Hold(id: id, ticket: ticket))
        return id
    }

    /// `true` when the entry waits now; `false` when nothing of that ticket is held for the connection.
    mutating func keep(
        _ frame: ByteBuffer, _ entry: EntryPlace, for connection: ConnectionID
    ) -> Bool {
        guard var own = holds[connection] else { return false }
        var isKept = false
        for index in own.indices where own[index].ticket == entry.ticket {
            own[index].keep(entry.seq, frame)
            isKept = true
        }
        if isKept { holds[connection] = own }
        return isKept
    }

    /// What came since the hold began and is beyond `seq`; `nil` when that was more than a hold keeps, or the connection is gone.
    mutating func end(_ id: ID, for connection: ConnectionID, after seq: Seq) -> [ByteBuffer]? {
        guard let index = holds[connection]?.firstIndex(where: { $0.id == id }),
            let hold = holds[connection]?.remove(at: index)
        else { return nil }
        if holds[connection]?.isEmpty == true { holds[connection] = nil }
        if hold.isOverfull { return nil }
        return hold.entries.filter { $0.seq > seq }.map(\.frame)
    }

    mutating func forget(_ connection: ConnectionID) { holds[connection] = nil }
}

/// Names an entry.
struct EntryPlace: Hashable, Sendable {
    let ticket: TicketID
    let seq: Seq
}

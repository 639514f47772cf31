import BeckonModel
import BeckonStore
import BeckonWire

/// The tickets of a log that is read along, each as it was before the entry that is looked at. Of those that were not met lately the log is read.
actor TicketFolds {
    private static let page = 2_000

    private let store: any TicketStore
    private let limit: Int
    /// Those that were met lately, and those before them: when there are too many, the older ones are forgotten.
    private var recent: [TicketID: Ticket] = [:]
    private var former: [TicketID: Ticket] = [:]

    init(store: any TicketStore, limit: Int = 10_000) {
        self.store = store
        self.limit = limit
    }

    /// The ticket before this entry, `nil` when it is its first; the entry itself is folded then.
    func before(_ followed: FollowedEntry) async throws(StoreError) -> Ticket? {
        let entry = followed.entry
        var ticket = recent[entry.ticket] ?? former.removeValue(forKey: entry.ticket)
        // The same entries may come again, from further back.
        if let known = ticket, known.seq >= entry.seq { ticket = nil }
        try await fold(&ticket, of: entry.ticket, before: entry.seq)
        let before = ticket
        Ticket.fold(entry, into: &ticket)
        recent[entry.ticket] = ticket
        if recent.count > limit { (former, recent) = (recent, [:]) }
        return before
    }

    /// What is missing between the fold and that number.
    private func fold(
        _ ticket: inout Ticket?, of id: TicketID, before end: Seq
    ) async throws(StoreError) {
        while true {
            let after = ticket?.seq ?? 0
            let count = min(end - 1 - after, Self.page)
            if count <= 0 { return }
            let lines = try await store.log(of: id, after: after, limit: count)
            for line in lines where line.seq < end {
                Ticket.fold(EncodedEntry(reading: line, of: id).entry, into: &ticket)
            }
            // A log without a beginning is no ticket.
            if (ticket?.seq ?? 0) <= after { return }
        }
    }
}

import BeckonModel

/// The newest number of each ticket that was written lately; right without asking the database because the directory has one owner.
struct Heads {
    private var heads: [TicketID: Seq] = [:]
    private let limit: Int

    init(limit: Int = 200_000) { self.limit = limit }

    subscript(ticket: TicketID) -> Seq? {
        get { heads[ticket] }
        set {
            // Beginning anew is rare, and costs each active ticket one look-up.
            if heads.count >= limit, heads[ticket] == nil { heads.removeAll(keepingCapacity: true) }
            heads[ticket] = newValue
        }
    }

    mutating func forget() { heads.removeAll(keepingCapacity: true) }
}

import BeckonModel

/// The newest number of each ticket that was written lately; right without asking the database because the directory has one owner.
struct Heads {
    private var heads: [TicketID: Seq] = [:]
    private let limit: Int

    init(limit: Int = 200_000) { self.limit = limit }

    /// A place among the heads, so that a ticket is looked up once for reading and writing its number. Only good until the next `add`.
    struct Place {
        fileprivate let index: Dictionary<TicketID, Seq>.Index
        let head: Seq
    }

    func place(of ticket: TicketID) -> Place? {
        heads.index(forKey: ticket).map { Place(index: $0, head: heads.values[$0]) }
    }

    mutating func set(_ head: Seq, at place: Place) { heads.values[place.index] = head }

    mutating func add(_ head: Seq, of ticket: TicketID) {
        // Beginning anew is rare, and costs each active ticket one look-up.
        if heads.count >= limit { heads.removeAll(keepingCapacity: true) }
        heads[ticket] = head
    }

    mutating func forget() { heads.removeAll(keepingCapacity: true) }
}

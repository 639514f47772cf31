package import BeckonModel
package import BeckonWire

/// A doorbell between the nodes that share a store. What it brings may be lost, come twice, late or in another order: all that matters is
/// in the store, where nodes also look without being rung for.
package protocol Bus: Sendable {
    /// Tells the other nodes. Returns at once.
    func ring(_ ring: Ring)

    /// What other nodes rang from now on, called from any thread; must return soon. For one listener.
    func listen(_ listener: @escaping @Sendable (Ring) -> Void)
}

/// What nodes tell each other.
package enum Ring: Hashable, Sendable {
    /// There is more in the log.
    case log
    /// Somebody came or went (`PresenceStore`).
    case presence
    /// Somebody writes just now. Never stored: a lost one is made good by the next.
    case typing(TicketID, side: Side, name: String)
    /// Marks rose. They are stored, and only rise: a lost one is made good by the next.
    case marks(TicketID, Marks)
}

/// A process that shares a store with others. Another one after each start.
package struct NodeID: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let rawValue: String
    package init(_ rawValue: String) { self.rawValue = rawValue }
    package var description: String { rawValue }
    package static func < (one: NodeID, other: NodeID) -> Bool { one.rawValue < other.rawValue }
}

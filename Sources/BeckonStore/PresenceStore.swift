package import BeckonModel

/// Where the nodes that share a store tell each other which agents are there.
package protocol PresenceStore: Sendable {
    /// Replaces what this node said before and renews its lease. Returns what the other nodes said whose lease runs.
    func exchange(
        _ presence: NodePresence, lease: Duration
    ) async throws(StoreError) -> [NodePresence]
}

/// What one node knows of agents.
package struct NodePresence: Hashable, Sendable {
    package let node: NodeID
    package let agents: [AgentPresence]

    package init(node: NodeID, agents: [AgentPresence]) {
        self.node = node
        self.agents = agents
    }
}

/// An agent's latest choice, and whether they are at this node.
package struct AgentPresence: Hashable, Sendable {
    package let staff: StaffReference
    package let choice: PresenceChoice
    /// One of their connections is alive here, or was a moment ago.
    package let isHere: Bool

    package init(staff: StaffReference, choice: PresenceChoice, isHere: Bool) {
        self.staff = staff
        self.choice = choice
        self.isHere = isHere
    }
}

/// To be there or not. Every node comes to the same one of two: the later, and of two that were made without knowing of each other, offline.
package struct PresenceChoice: Hashable, Sendable {
    package var isOnline: Bool
    /// Larger than that of every choice that was known when it was made (a Lamport clock); 0 when none was made.
    package var stamp: UInt64

    package init(isOnline: Bool = false, stamp: UInt64 = 0) {
        self.isOnline = isOnline
        self.stamp = stamp
    }

    package func isBeaten(by other: PresenceChoice) -> Bool {
        other.stamp > stamp || other.stamp == stamp && isOnline && !other.isOnline
    }
}

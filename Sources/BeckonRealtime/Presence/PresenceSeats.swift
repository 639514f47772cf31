import BeckonModel
import BeckonStore

/// Every agent's presence as this node knows it, from its own connections and from what other nodes say. A value without I/O.
///
/// An agent is online when they chose to be and are at some node. Where only one node is, that is their lease and nothing else.
struct PresenceSeats {
    struct Seat {
        var staff: StaffReference
        /// At this node.
        var lease = PresenceLease()
        var choice = PresenceChoice()
        /// At another node.
        var isElsewhere = false

        var isOnline: Bool { choice.isOnline && (lease.isOnline || isElsewhere) }
    }

    enum Input {
        case chose(online: Bool)
        case connected
        case disconnected(isTimedOut: Bool)
        case heardOverHTTP
        case expected
        case graceElapsed(generation: Int)
    }

    struct Outcome {
        /// What everybody must be told; `nil` when nothing changed.
        var isOnline: Bool?
        /// A grace is to be started.
        var graceGeneration: Int?
    }

    private var seats: [StaffID: Seat] = [:]
    private var newestStamp: UInt64 = 0
    private(set) var hasNews = false

    subscript(staff: StaffID) -> Seat? { seats[staff] }

    var online: [StaffReference] {
        seats.values.filter(\.isOnline).map(\.staff).sorted { $0.id.rawValue < $1.id.rawValue }
    }

    // MARK: This node

    mutating func take(_ input: Input, from staff: StaffReference) -> Outcome {
        var seat = seats[staff.id] ?? Seat(staff: staff)
        seat.staff = staff
        let before = seat
        let action = apply(input, to: &seat)
        seats[staff.id] = seat
        noteNews(before, seat)
        var outcome = Outcome()
        if before.isOnline != seat.isOnline { outcome.isOnline = seat.isOnline }
        switch (action, input) {
        case (.startGrace(let generation), _): outcome.graceGeneration = generation
        case (_, .expected): outcome.graceGeneration = seat.lease.graceGeneration
        default: break
        }
        return outcome
    }

    private mutating func apply(_ input: Input, to seat: inout Seat) -> PresenceLease.Action {
        switch input {
        case .chose(let online):
            let action = online ? seat.lease.choseOnline() : seat.lease.choseOffline()
            if action != .nothing || seat.choice.isOnline != online {
                seat.choice = nextChoice(online)
            }
            return action
        case .connected:
            let action = seat.lease.connected()
            seat.joinOthers()
            return action
        case .disconnected(let isTimedOut):
            return left(&seat, seat.lease.disconnected(timedOut: isTimedOut))
        case .heardOverHTTP: return seat.lease.heardOverHTTP()
        case .expected:
            // Whoever is at another node is not awaited here.
            if seat.isOnline { return .nothing }
            let action = seat.lease.expected()
            if seat.lease.isOnline { seat.choice = nextChoice(true) }
            return action
        case .graceElapsed(let generation):
            return left(&seat, seat.lease.graceElapsed(generation: generation))
        }
    }

    /// Who is at no node any more has gone, and must choose again when they come back.
    private mutating func left(
        _ seat: inout Seat, _ action: PresenceLease.Action
    ) -> PresenceLease.Action {
        if action == .becameOffline, !seat.isElsewhere { seat.choice = nextChoice(false) }
        return action
    }

    private mutating func nextChoice(_ isOnline: Bool) -> PresenceChoice {
        newestStamp += 1
        return PresenceChoice(isOnline: isOnline, stamp: newestStamp)
    }

    // MARK: Other nodes

    mutating func takeClaims() -> [AgentPresence] {
        hasNews = false
        return seats.values.filter { $0.choice.stamp > 0 }
            .map { AgentPresence(staff: $0.staff, choice: $0.choice, isHere: $0.lease.isOnline) }
            .sorted { $0.staff.id.rawValue < $1.staff.id.rawValue }
    }

    /// Returns who came or went by that.
    mutating func merge(
        _ others: [NodePresence], isComplete: Bool
    ) -> [(StaffReference, isOnline: Bool)] {
        var elsewhere: Set<StaffID> = []
        for claim in others.lazy.flatMap(\.agents) {
            newestStamp = max(newestStamp, claim.choice.stamp)
            if claim.isHere { elsewhere.insert(claim.staff.id) }
            if seats[claim.staff.id] == nil { seats[claim.staff.id] = Seat(staff: claim.staff) }
        }
        let newest = Dictionary(
            others.lazy.flatMap(\.agents).map { ($0.staff.id, $0.choice) },
            uniquingKeysWith: { $0.isBeaten(by: $1) ? $1 : $0 })
        var changes: [(StaffReference, isOnline: Bool)] = []
        for (id, before) in seats.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            var seat = before
            if let choice = newest[id], seat.choice.isBeaten(by: choice) {
                seat.choice = choice
                if !choice.isOnline { _ = seat.lease.choseOffline() }
            }
            seat.isElsewhere = elsewhere.contains(id) || seat.isElsewhere && !isComplete
            seat.joinOthers()
            if isComplete, seat.choice.isOnline, !seat.isOnline { seat.choice = nextChoice(false) }
            seats[id] = seat
            noteNews(before, seat)
            if before.isOnline != seat.isOnline { changes.append((seat.staff, seat.isOnline)) }
        }
        return changes
    }

    private mutating func noteNews(_ before: Seat, _ after: Seat) {
        if before.choice != after.choice || before.lease.isOnline != after.lease.isOnline {
            hasNews = true
        }
    }
}

extension PresenceSeats.Seat {
    /// Online through another node, and connected to this one: here too.
    fileprivate mutating func joinOthers() {
        if choice.isOnline, lease.connections > 0 { _ = lease.choseOnline() }
    }
}

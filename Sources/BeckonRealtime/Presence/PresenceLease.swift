/// Whether an agent is there: they chose to be, and at least one of their connections is alive, or was a moment ago. A value without I/O.
///
/// `away` → `present` → `missed` (all connections lost; a short grace) → `present` again or `away`. Choosing offline: `away` at once.
struct PresenceLease: Equatable {
    enum Phase: Equatable {
        case away
        case present
        /// `generation` tells this grace from an earlier one.
        case missed(generation: Int)
    }

    enum Action: Equatable {
        case nothing
        case becameOnline
        case becameOffline
        case startGrace(generation: Int)
    }

    private(set) var phase = Phase.away
    private(set) var connections = 0
    private var generation = 0

    var isOnline: Bool { phase != .away }

    mutating func choseOnline() -> Action {
        guard phase == .away else { return .nothing }
        phase = .present
        return .becameOnline
    }

    mutating func choseOffline() -> Action {
        guard phase != .away else { return .nothing }
        phase = .away
        return .becameOffline
    }

    mutating func connected() -> Action {
        connections += 1
        if case .missed = phase { phase = .present }
        return .nothing
    }

    /// `timedOut`: the silence before was longer than any grace.
    mutating func disconnected(timedOut: Bool) -> Action {
        connections -= 1
        guard connections == 0, phase == .present else { return .nothing }
        if timedOut {
            phase = .away
            return .becameOffline
        }
        return miss()
    }

    /// After a start: they were there when the last process ended.
    mutating func expected() -> Action {
        guard phase == .away else { return .nothing }
        _ = miss()
        return .becameOnline
    }

    /// A request over HTTP stands for a connection until the next one.
    mutating func heardOverHTTP() -> Action {
        guard connections == 0, phase != .away else { return .nothing }
        return miss()
    }

    mutating func graceElapsed(generation: Int) -> Action {
        guard phase == .missed(generation: generation) else { return .nothing }
        phase = .away
        return .becameOffline
    }

    var graceGeneration: Int? {
        if case .missed(let generation) = phase { generation } else { nil }
    }

    private mutating func miss() -> Action {
        generation += 1
        phase = .missed(generation: generation)
        return .startGrace(generation: generation)
    }
}

package import BeckonModel
import NIOCore
import Synchronization

/// The leases of all agents, and the timers that end them.
package final class PresenceBoard: Sendable {
    private struct Seat {
        var lease = PresenceLease()
        var staff: StaffReference
    }

    /// How long a lost connection is forgiven.
    private let grace: TimeAmount
    /// How long a request over HTTP stands for a connection.
    private let httpGrace = TimeAmount.seconds(35)
    private let eventLoop: any EventLoop
    /// Called under the lock, so that the engine hears of changes in their order.
    private let tellEngine: @Sendable (StaffID, Bool) -> Void
    /// Called under the lock too, so that everybody hears of changes in their order.
    private let announce: @Sendable (StaffReference, Bool) -> Void
    private let seats = Mutex<[StaffID: Seat]>([:])

    init(
        grace: TimeAmount, eventLoop: any EventLoop,
        tellEngine: @escaping @Sendable (StaffID, Bool) -> Void,
        announce: @escaping @Sendable (StaffReference, Bool) -> Void
    ) {
        self.grace = grace
        self.eventLoop = eventLoop
        self.tellEngine = tellEngine
        self.announce = announce
    }

    package func isOnline(_ staff: StaffID) -> Bool {
        seats.withLock { $0[staff]?.lease.isOnline ?? false }
    }

    /// Hands on the agents who are online now; no change is announced until `tell` has returned.
    func tellOnline(_ tell: ([StaffReference]) -> Void) {
        seats.withLock { seats in
            let online = seats.values.filter(\.lease.isOnline).map(\.staff)
            tell(online.sorted { $0.id.rawValue < $1.id.rawValue })
        }
    }

    /// The agent as they last connected; `nil` when they have not since the start.
    func reference(of staff: StaffID) -> StaffReference? {
        seats.withLock { $0[staff]?.staff }
    }

    /// When that changes nothing, `confirm` is called before any later change is announced; otherwise the agent's connections are told.
    func choose(
        _ staff: StaffReference, online: Bool, overHTTP: Bool, confirm: () -> Void
    ) {
        change(staff, unchanged: confirm) { online ? $0.choseOnline() : $0.choseOffline() }
        if online, overHTTP { heardOverHTTP(staff) }
    }

    func connected(_ staff: StaffReference) { change(staff) { $0.connected() } }

    func disconnected(_ staff: StaffReference, isTimedOut: Bool) {
        change(staff) { $0.disconnected(timedOut: isTimedOut) }
    }

    /// An agent's request over HTTP; keeps them present if they are, and does nothing otherwise.
    package func heardOverHTTP(_ staff: StaffReference) {
        change(staff, grace: httpGrace) { $0.heardOverHTTP() }
    }

    /// An agent with live chats when the last process ended: they have the grace, and time to reconnect.
    func expect(_ staff: StaffReference) {
        change(staff) { $0.expected() }
        let generation = seats.withLock { $0[staff.id]?.lease.graceGeneration }
        if let generation { scheduleGrace(staff, generation, grace + .seconds(5)) }
    }

    /// The agent may not work here any more.
    package func remove(_ staff: StaffReference) { change(staff) { $0.choseOffline() } }

    private func change(
        _ staff: StaffReference, grace: TimeAmount? = nil, unchanged: () -> Void = {},
        _ input: (inout PresenceLease) -> PresenceLease.Action
    ) {
        let action = seats.withLock { seats -> PresenceLease.Action in
            var seat = seats[staff.id] ?? Seat(staff: staff)
            seat.staff = staff
            let action = input(&seat.lease)
            seats[staff.id] = seat
            switch action {
            case .becameOnline:
                tellEngine(staff.id, true)
                announce(staff, true)
            case .becameOffline:
                tellEngine(staff.id, false)
                announce(staff, false)
            case .nothing: unchanged()
            case .startGrace: break
            }
            return action
        }
        if case .startGrace(let generation) = action {
            scheduleGrace(staff, generation, grace ?? self.grace)
        }
    }

    private func scheduleGrace(_ staff: StaffReference, _ generation: Int, _ grace: TimeAmount) {
        eventLoop.scheduleTask(in: grace) {
            self.change(staff) { $0.graceElapsed(generation: generation) }
        }
    }
}

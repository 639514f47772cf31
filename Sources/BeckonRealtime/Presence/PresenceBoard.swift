package import BeckonModel
import BeckonStore
import NIOCore
import Synchronization

/// Which agents are there, and the timers that end the leases of those who were here.
package final class PresenceBoard: Sendable {
    /// How long a lost connection is forgiven.
    private let grace: TimeAmount
    /// How long a request over HTTP stands for a connection.
    private let httpGrace = TimeAmount.seconds(35)
    private let eventLoop: any EventLoop
    /// Called under the lock, so that the engine hears of changes in their order.
    private let tellEngine: @Sendable (StaffID, Bool) -> Void
    /// Called under the lock too, so that everybody hears of changes in their order.
    private let announce: @Sendable (StaffReference, Bool) -> Void
    private let seats = Mutex(PresenceSeats())

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
        seats.withLock { $0[staff]?.isOnline ?? false }
    }

    /// Hands on the agents who are online now; no change is announced until `tell` has returned.
    func tellOnline(_ tell: ([StaffReference]) -> Void) {
        seats.withLock { tell($0.online) }
    }

    /// The agent as they last connected; `nil` when they have not since the start.
    func reference(of staff: StaffID) -> StaffReference? {
        seats.withLock { $0[staff]?.staff }
    }

    /// When that changes nothing, `confirm` is called before any later change is announced; otherwise the agent's connections are told.
    func choose(
        _ staff: StaffReference, online: Bool, overHTTP: Bool, confirm: () -> Void
    ) {
        change(staff, .chose(online: online), unchanged: confirm)
        if online, overHTTP { heardOverHTTP(staff) }
    }

    func connected(_ staff: StaffReference) { change(staff, .connected) }

    func disconnected(_ staff: StaffReference, isTimedOut: Bool) {
        change(staff, .disconnected(isTimedOut: isTimedOut))
    }

    /// An agent's request over HTTP; keeps them present if they are, and does nothing otherwise.
    package func heardOverHTTP(_ staff: StaffReference) {
        change(staff, .heardOverHTTP, grace: httpGrace)
    }

    /// An agent with live chats when the last process ended: they have the grace, and time to reconnect.
    func expect(_ staff: StaffReference) {
        change(staff, .expected, grace: grace + .seconds(5))
    }

    /// The agent may not work here any more.
    package func remove(_ staff: StaffReference) { change(staff, .chose(online: false)) }

    private func change(
        _ staff: StaffReference, _ input: PresenceSeats.Input, grace: TimeAmount? = nil,
        unchanged: () -> Void = {}
    ) {
        let generation = seats.withLock { seats in
            let outcome = seats.take(input, from: staff)
            if let isOnline = outcome.isOnline {
                tell(staff, isOnline)
            } else {
                unchanged()
            }
            return outcome.graceGeneration
        }
        if let generation { scheduleGrace(staff, generation, grace ?? self.grace) }
    }

    private func tell(_ staff: StaffReference, _ isOnline: Bool) {
        tellEngine(staff.id, isOnline)
        announce(staff, isOnline)
    }

    private func scheduleGrace(_ staff: StaffReference, _ generation: Int, _ grace: TimeAmount) {
        eventLoop.scheduleTask(in: grace) {
            self.change(staff, .graceElapsed(generation: generation))
        }
    }

    // MARK: Other nodes

    /// What this node says to others, and that it is said now.
    func takeClaims() -> [AgentPresence] { seats.withLock { $0.takeClaims() } }

    /// Whether anything is to be said that was not said yet.
    var hasNews: Bool { seats.withLock { $0.hasNews } }

    /// What other nodes say. Unless `isComplete`, one that says nothing may be late.
    func merge(_ others: [NodePresence], isComplete: Bool) {
        seats.withLock { seats in
            for (staff, isOnline) in seats.merge(others, isComplete: isComplete) {
                tell(staff, isOnline)
            }
        }
    }
}

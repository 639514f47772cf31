package import BeckonEngine
package import BeckonModel
import BeckonStore
import BeckonWire
import Synchronization

/// Does what the clock has to do to tickets, all of it: knows the next moment at which something is due, and does nothing before.
///
/// That moment is asked of the store when nothing is known yet, when the settings have changed and when it has come. In between it is lowered
/// by the entries that are read along. What is due is taken slice by slice with pauses, so that whatever gathered in a year that this server
/// was not running is spread out; each ticket is met once in a pass, and what was refused is asked again a while after its end.
package final class Deadlines: TimedFollower {
    package let name = "deadlines"
    package let beginning = FollowerBeginning.next

    /// Tickets of one slice, and how often there is one.
    package static let slice = 50
    package static let pause = Duration.seconds(1)
    /// When what was refused or could not be done is tried again, unless told otherwise.
    package static let retryPause = Duration.seconds(60)

    private struct State {
        var due: Timestamp? = .earliest
        /// Where each pass that is under way goes on.
        var places: [Pass: TicketCursor] = [:]
    }

    /// Over the tickets of one inbox, which are all due by the same time.
    private struct Pass: Hashable {
        let deadline: Deadline
        let inbox: DocumentID
    }

    private let engine: Engine
    private let retryPause: Duration
    private let rules: @Sendable () -> DeadlineRules
    private let state = Mutex(State())

    /// `rules`: those of now, asked for each time.
    package init(
        engine: Engine, retryPause: Duration = Deadlines.retryPause,
        rules: @escaping @Sendable () -> DeadlineRules
    ) {
        self.engine = engine
        self.retryPause = retryPause
        self.rules = rules
    }

    package var due: Timestamp? { state.withLock { $0.due } }

    package func begin() { state.withLock { $0 = State() } }

    /// Whatever is due was reckoned by other rules.
    package func rulesChanged() {
        begin()
        engine.logBell.ring()
    }

    package func handle(_ batch: [FollowedEntry]) async throws {
        let rules = rules()
        for entry in batch {
            // In another inbox it may be due already.
            if case .moved = entry.entry.body { lower(entry.entry.at) }
            for deadline in Deadline.allCases {
                guard let start = deadline.start(setBy: entry.entry) else { continue }
                // The entry does not say of which inbox its ticket is.
                let times = rules.inboxes.map { rules.time(of: deadline, in: $0) }
                lower(times.min().map(start.advanced))
            }
        }
    }

    package func act(at now: Timestamp) async throws {
        // What is read along or set meanwhile lowers it again.
        state.withLock { $0.due = nil }
        do {
            let inboxes = rules().inboxes
            for deadline in Deadline.allCases {
                for inbox in inboxes {
                    try await act(Pass(deadline: deadline, inbox: inbox), at: now)
                }
            }
        } catch {
            lower(now)
            throw error
        }
    }

    private func lower(_ moment: Timestamp?) {
        guard let moment else { return }
        state.withLock { $0.due = min($0.due ?? moment, moment) }
    }

    // MARK: One deadline

    /// Asks for one slice of what is due, and notes when to go on.
    private func act(_ pass: Pass, at now: Timestamp) async throws {
        let time = rules().time(of: pass.deadline, in: pass.inbox)
        let startedBy = now.advanced(by: .zero - time)
        var query = TicketQuery(pass.deadline, in: pass.inbox)
        query.resolvedBefore = startedBy
        query.limit = Self.slice
        query.cursor = state.withLock { $0.places[pass] }
        let page = try await engine.store.tickets(query)
        await give(pass.deadline.command(startedBy: startedBy), to: page.records.map(\.ticket.id))
        state.withLock { $0.places[pass] = page.next }
        if page.next != nil { return lower(now.advanced(by: Self.pause)) }
        lower(try await next(pass, time, after: now))
    }

    /// All at once, so that they share commits; returns when each was answered.
    private func give(_ command: Command, to tickets: [TicketID]) async {
        await withTaskGroup(of: Void.self) { group in
            for ticket in tickets {
                group.addTask { [engine] in
                    _ = await engine.perform(command, on: ticket, by: .clock)
                }
            }
        }
    }

    /// When the earliest of those that are left is due. One that is due already was refused just now: it has to wait.
    private func next(
        _ pass: Pass, _ time: Duration, after now: Timestamp
    ) async throws -> Timestamp? {
        var query = TicketQuery(pass.deadline, in: pass.inbox)
        query.limit = 1
        let earliest = try await engine.store.tickets(query).records.first?.ticket
        guard let start = earliest.flatMap({ pass.deadline.start(of: $0) }) else { return nil }
        let due = start.advanced(by: time)
        return due > now ? due : now.advanced(by: retryPause)
    }
}

extension TicketQuery {
    /// Tickets that have a start of this deadline, the earliest first.
    fileprivate init(_ deadline: Deadline, in inbox: DocumentID) {
        self.init()
        inboxes = [inbox]
        order = deadline.order
        isWritable = true
    }
}

extension Timestamp {
    fileprivate static let earliest = Timestamp(milliseconds: .min)
}

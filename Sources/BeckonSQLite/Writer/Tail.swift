import BeckonModel
import BeckonStore
import BeckonWire
import Synchronization

/// A committed line with what a fold needs of it.
struct TailItem: Sendable {
    let position: Int64
    let ticket: TicketID
    let line: LogLine
    let entry: Entry
}

struct Creation: Hashable, Sendable {
    let customer: UserID
    let clientID: ClientID

    init(customer: UserID, clientID: ClientID) {
        self.customer = customer
        self.clientID = clientID
    }

    init?(_ entry: Entry) {
        guard case .created(let created) = entry.body, let clientID = created.clientID else {
            return nil
        }
        self.init(customer: created.customer.id, clientID: clientID)
    }
}

/// What is committed but not yet folded, and the marks not yet saved: shared by the writer, who changes it, and the readers.
///
/// A reader looks here first and queries then: what was folded in between is in both and told apart by its number, nothing is in neither.
final class Tail: Sendable {
    struct State {
        var items: [TicketID: [TailItem]] = [:]
        var creations: [Creation: TicketID] = [:]
        var marks: [TicketID: Marks] = [:]
        var committed: Int64 = 0
        var folded: Int64 = 0
        var waiting: [Waiting] = []
    }

    struct Waiting {
        let position: Int64
        let continuation: CheckedContinuation<StoreError?, Never>
    }

    /// Marks of more tickets are let go while none can be saved.
    static let markedTickets = 100_000

    private let state = Mutex(State())

    // MARK: Readers

    func items(of ticket: TicketID) -> [TailItem] {
        state.withLock { $0.items[ticket] ?? [] }
    }

    func ticket(_ creation: Creation) -> TicketID? {
        state.withLock { $0.creations[creation] }
    }

    var marks: [TicketID: Marks] { state.withLock { $0.marks } }

    /// Whether everything committed is folded too.
    var isFolded: Bool { state.withLock { $0.folded >= $0.committed } }

    /// Is resumed once everything committed by now is folded. At once when it is so already; `true` when the writer has to be woken.
    func wait(_ continuation: CheckedContinuation<StoreError?, Never>) -> Bool {
        let waits = state.withLock { state in
            if state.folded >= state.committed { return false }
            state.waiting.append(Waiting(position: state.committed, continuation: continuation))
            return true
        }
        if !waits { continuation.resume(returning: nil) }
        return waits
    }

    /// `true` when these are the first that wait, so that the writer has to be woken.
    func save(_ marks: Marks, of ticket: TicketID) -> Bool {
        state.withLock { state in
            let isFirst = state.marks.isEmpty
            if state.marks[ticket] != nil || state.marks.count < Self.markedTickets {
                state.marks[ticket, default: Marks()].merge(marks)
            }
            return isFirst
        }
    }

    // MARK: The writer

    var isAwaited: Bool { state.withLock { !$0.waiting.isEmpty } }

    func begin(at position: Int64) {
        state.withLock { state in
            state.committed = position
            state.folded = position
        }
    }

    func commit(_ items: [TailItem]) {
        guard let last = items.last else { return }
        state.withLock { state in
            for item in items {
                state.items[item.ticket, default: []].append(item)
                if let creation = Creation(item.entry), state.creations[creation] == nil {
                    state.creations[creation] = item.ticket
                }
            }
            state.committed = last.position
        }
    }

    /// Forgets what is folded and committed now, and wakes those who waited for it.
    func fold(_ items: ArraySlice<TailItem>) {
        guard let last = items.last else { return }
        let awake = state.withLock { state in
            for item in items {
                if let creation = Creation(item.entry) { state.creations[creation] = nil }
                guard let rest = state.items[item.ticket] else { continue }
                let left = rest.drop { $0.position <= last.position }
                state.items[item.ticket] = left.isEmpty ? nil : Array(left)
            }
            state.folded = last.position
            return state.takeWaiting { $0.position <= last.position }
        }
        for waiting in awake { waiting.continuation.resume(returning: nil) }
    }

    func foldFailed(_ error: StoreError) {
        let awake = state.withLock { state in state.takeWaiting { _ in true } }
        for waiting in awake { waiting.continuation.resume(returning: error) }
    }

    /// Lets go of marks that are saved now, unless they rose meanwhile.
    func saved(_ marks: [TicketID: Marks]) {
        state.withLock { state in
            for (ticket, marks) in marks where state.marks[ticket] == marks {
                state.marks[ticket] = nil
            }
        }
    }
}

extension Tail.State {
    fileprivate mutating func takeWaiting(_ isTaken: (Tail.Waiting) -> Bool) -> [Tail.Waiting] {
        let taken = waiting.filter(isTaken)
        if !taken.isEmpty { waiting.removeAll(where: isTaken) }
        return taken
    }
}

import BeckonModel
import BeckonStore
import BeckonWire
import Synchronization

/// A committed entry and where it stands in the log.
struct TailItem: Sendable {
    let position: Int64
    let encoded: EncodedEntry

    var entry: Entry { encoded.entry }
    var line: LogLine { encoded.line }
}

/// Holds in memory what is committed but not yet in the index, and the marks that are not yet saved. The writer adds to it, the folder takes
/// away from it, readers look into it.
///
/// There are two generations. While one is being written into the index, the other takes what is committed meanwhile. A generation is forgotten
/// when its rows are committed. A reader looks here first and into the index afterwards: an entry that was folded between the two looks is then
/// found twice and recognised by its number, but none can be missed.
final class Tail: Sendable {
    /// Entries by ticket, each in the order of their numbers.
    struct Generation: Sendable {
        var items: [TicketID: [TailItem]] = [:]
        var creations: [Creation: TicketID] = [:]
        var count = 0
        /// An entry weighs 1, and 1 for each KiB of its line.
        var weight = 0
        /// When the oldest entry came.
        var since: ContinuousClock.Instant?
        /// Of the newest entry: its position, and the digest of its line is what the index keeps.
        var last: TailItem?

        typealias Slice = [(ticket: TicketID, items: ArraySlice<TailItem>)]

        static func weight(of item: TailItem) -> Int { 1 + item.encoded.line.bytes.count / 1024 }

        /// In the order of the tickets' ids, as the tables are, cut wherever `weight` is full.
        func slices(of weight: Int) -> [Slice] {
            var slices: [Slice] = []
            var left = 0
            for (ticket, items) in items.sorted(by: { $0.key < $1.key }) {
                var rest = items[...]
                while !rest.isEmpty {
                    if left <= 0 {
                        slices.append([])
                        left = weight
                    }
                    let part = rest.prefix { item in
                        defer { left -= Self.weight(of: item) }
                        return left > 0
                    }
                    slices[slices.count - 1].append((ticket, part))
                    rest = rest.dropFirst(part.count)
                }
            }
            return slices
        }

        mutating func remove(_ slice: Slice) {
            for (ticket, part) in slice {
                count -= part.count
                for item in part { weight -= Self.weight(of: item) }
                items[ticket]?.removeFirst(part.count)
                if items[ticket]?.isEmpty == true { items[ticket] = nil }
            }
        }

        mutating func append(_ item: TailItem) {
            let ticket = item.encoded.entry.ticket
            items[ticket, default: []].append(item)
            if item.encoded.line.seq == 1, let creation = Creation(item.encoded.entry),
                creations[creation] == nil
            {
                creations[creation] = ticket
            }
            count += 1
            weight += Self.weight(of: item)
            last = item
        }
    }

    private struct State {
        var fresh = Generation()
        var folding = Generation()
        var marks: [TicketID: Marks] = [:]
        var committed: Int64 = 0
        var folded: Int64 = 0
        var waiting: [Waiting] = []
        var isFailing = false
        var isWriterWaiting = false

        var count: Int { fresh.count + folding.count }
        var weight: Int { fresh.weight + folding.weight }
    }

    private struct Waiting {
        let position: Int64
        let continuation: CheckedContinuation<StoreError?, Never>
    }

    /// Marks of more tickets are let go while none can be saved.
    static let markedTickets = 100_000

    private let state = Mutex(State())
    private let room = Bell()

    // MARK: Readers

    func items(of ticket: TicketID) -> [TailItem] {
        state.withLock { state in
            let fresh = state.fresh.items[ticket] ?? []
            guard let folding = state.folding.items[ticket] else { return fresh }
            return folding + fresh
        }
    }

    func ticket(_ creation: Creation) -> TicketID? {
        state.withLock { $0.folding.creations[creation] ?? $0.fresh.creations[creation] }
    }

    var marks: [TicketID: Marks] { state.withLock { $0.marks } }

    var hasMarks: Bool { state.withLock { !$0.marks.isEmpty } }

    /// Whether everything committed is folded too.
    var isFolded: Bool { state.withLock { $0.folded >= $0.committed } }

    /// Is resumed once everything committed by now is folded. At once when it is so already; `true` when the folder has to be woken.
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

    /// How far lists and search are behind the log.
    var lag: (committed: Int64, entries: Int, time: Duration) {
        let (committed, entries, since) = state.withLock { state in
            (state.committed, state.count, state.folding.since ?? state.fresh.since)
        }
        return (committed, entries, since.map { .now - $0 } ?? .zero)
    }

    // MARK: The writer

    func begin(at position: Int64) {
        state.withLock { state in
            state.committed = position
            state.folded = position
        }
    }

    /// `true` when these are the first to be folded, so that the folder has to be woken.
    func commit(_ items: [TailItem]) -> Bool {
        guard let last = items.last else { return false }
        return state.withLock { state in
            let isFirst = state.fresh.count == 0
            if isFirst { state.fresh.since = .now }
            for item in items { state.fresh.append(item) }
            state.committed = last.position
            return isFirst
        }
    }

    func isFull(_ limit: Int) -> Bool { state.withLock { $0.weight >= limit } }

    /// Blocks the writer's thread until less than `limit` is unfolded. `false` when folding does not succeed just now.
    func waitForRoom(_ limit: Int) -> Bool {
        while true {
            let hasRoom = state.withLock { state -> Bool? in
                if state.weight < limit { return true }
                if state.isFailing { return false }
                state.isWriterWaiting = true
                return nil
            }
            if let hasRoom { return hasRoom }
            room.wait(until: nil)
        }
    }

    /// Lets go of marks that are saved now, unless they rose meanwhile.
    func saved(_ marks: [TicketID: Marks]) {
        state.withLock { state in
            for (ticket, marks) in marks where state.marks[ticket] == marks {
                state.marks[ticket] = nil
            }
        }
    }

    // MARK: The folder

    /// Somebody waits for the fold, a reader or the writer.
    var isAwaited: Bool { state.withLock { !$0.waiting.isEmpty || $0.isWriterWaiting } }

    var hasUnfolded: Bool { state.withLock { $0.fresh.last != nil || $0.folding.last != nil } }

    /// What is to be folded next; the same again after a failure. `nil` when nothing is.
    func beginFold() -> Generation? {
        state.withLock { state in
            // What is left of a generation, down to nothing, goes before the next one: only its end says up to where all is folded.
            if state.folding.last == nil { swap(&state.folding, &state.fresh) }
            return state.folding.last == nil ? nil : state.folding
        }
    }

    /// This part's rows are committed, those of the rest of its generation not yet: lets go of it, and lets the writer on.
    func folded(_ slice: Generation.Slice) {
        let wakesWriter = state.withLock { state in
            state.folding.remove(slice)
            defer { state.isWriterWaiting = false }
            return state.isWriterWaiting
        }
        if wakesWriter { room.ring() }
    }

    /// The generation's rows are committed: forgets it, and wakes those who waited for it.
    func endFold() {
        finishFold { state in
            state.isFailing = false
            guard let last = state.folding.last else { return nil }
            state.folding = Generation()
            state.folded = last.position
            return (last.position, nil)
        }
    }

    /// All that was committed up to `position` is in the rows, however it came there.
    func foldedAnew(upTo position: Int64) {
        finishFold { state in
            let later = state.fresh.items.values.joined().filter { $0.position > position }
            state.isFailing = false
            state.folding = Generation()
            state.fresh = Generation()
            for item in later.sorted(by: { $0.position < $1.position }) { state.fresh.append(item) }
            if !later.isEmpty { state.fresh.since = .now }
            state.folded = position
            return (position, nil)
        }
    }

    func foldFailed(_ error: StoreError) {
        finishFold { state in
            state.isFailing = true
            return (.max, error)
        }
    }

    private func finishFold(_ change: (inout State) -> (upTo: Int64, StoreError?)?) {
        let (awake, failure, wakesWriter) = state.withLock {
            state -> ([Waiting], StoreError?, Bool) in
            let wakesWriter = state.isWriterWaiting
            state.isWriterWaiting = false
            guard let (upTo, failure) = change(&state) else { return ([], nil, wakesWriter) }
            let awake = state.waiting.filter { $0.position <= upTo }
            if !awake.isEmpty { state.waiting.removeAll { $0.position <= upTo } }
            return (awake, failure, wakesWriter)
        }
        if wakesWriter { room.ring() }
        for waiting in awake { waiting.continuation.resume(returning: failure) }
    }
}

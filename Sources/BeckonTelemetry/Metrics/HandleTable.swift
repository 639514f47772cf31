import Synchronization

/// The handles of one metric by its labels' values. They are made when they are first asked for and stay; asking for one that is there takes
/// no lock, from any thread.
final class HandleTable<Handle: AnyObject & Sendable>: Sendable {
    private final class Entry: Sendable {
        let hash: UInt64
        let handle: Handle

        init(hash: UInt64, handle: Handle) {
            self.hash = hash
            self.handle = handle
        }
    }

    private final class Slot: Sendable {
        let entry = AtomicLazyReference<Entry>()
    }

    private let slots: [Slot]
    private let limit: Int
    private let count = Atomic<Int>(0)
    private let overflow = AtomicLazyReference<Entry>()

    /// At most `limit` handles; who comes then shares one, which `make` gets `LabelValues.other` for.
    init(limit: Int) {
        self.limit = limit
        var size = 2
        // At most half full, so that probing is short and ends.
        while size < limit * 2 { size *= 2 }
        slots = (0..<size).map { _ in Slot() }
    }

    /// The handle that is there already, by `LabelValues.hash`.
    func known(_ hash: UInt64) -> Handle? {
        let mask = slots.count - 1
        var index = first(hash)
        while let entry = slots[index].entry.load() {
            if entry.hash == hash { return entry.handle }
            index = (index + 1) & mask
        }
        return nil
    }

    private func first(_ hash: UInt64) -> Int {
        Int(truncatingIfNeeded: hash ^ hash >> 32) & (slots.count - 1)
    }

    func handle(for values: LabelValues, _ make: (LabelValues) -> Handle) -> Handle {
        let mask = slots.count - 1
        var index = first(values.hash)
        while true {
            if let entry = slots[index].entry.load() {
                if entry.hash == values.hash { return entry.handle }
                index = (index + 1) & mask
                continue
            }
            guard count.load(ordering: .relaxed) < limit else { return other(make) }
            let new = Entry(hash: values.hash, handle: make(values))
            let winner = slots[index].entry.storeIfNil(new)
            if winner === new { count.add(1, ordering: .relaxed) }
            // Somebody else was faster: with these values, or with others that want this place.
            if winner.hash == values.hash { return winner.handle }
        }
    }

    private func other(_ make: (LabelValues) -> Handle) -> Handle {
        if let entry = overflow.load() { return entry.handle }
        return overflow.storeIfNil(Entry(hash: 0, handle: make(.other))).handle
    }
}

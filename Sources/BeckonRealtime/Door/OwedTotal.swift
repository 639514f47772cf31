import BeckonModel
import Synchronization

/// Bytes that wait for readers who do not take them, of everybody together. However many people and addresses there are, memory is one.
final class OwedTotal: Sendable {
    private let limit: Int
    private let owed = Atomic<Int>(0)

    init(limit: Int) { self.limit = limit }

    func owe(_ count: Int) { owed.add(count, ordering: .relaxed) }

    func settle(_ count: Int) { owed.subtract(count, ordering: .relaxed) }

    var bytes: Int { owed.load(ordering: .relaxed) }

    /// From half of it on everybody reads in small parts.
    var isTight: Bool { bytes > limit / 2 }

    /// Who owes already gets nothing more.
    var isFull: Bool { bytes > limit }
}

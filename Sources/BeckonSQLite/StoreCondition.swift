import Foundation
import Synchronization

/// Whether the store can do its work just now. Says each change once, however many writes meet it.
final class StoreCondition: Sendable {
    private struct State {
        var failedAt: ContinuousClock.Instant?
        var isFolding = true
    }

    let tell: StoreListener
    private let state = Mutex(State())
    /// What every write asks; the rest is looked at only when this is set.
    private let isTroubled = Atomic(false)
    private let isInPlace = Atomic(true)

    /// Where the disk is nearly full, small writes succeed among large ones that fail: that is one state, not many changes.
    private static let calm = Duration.seconds(5)

    init(tell: @escaping StoreListener) { self.tell = tell }

    var isWriting: Bool { state.withLock { $0.failedAt == nil } }

    func writingFailed(_ failure: SQLiteFailure) {
        change { state in
            defer { state.failedAt = .now }
            return state.failedAt == nil ? .writingFails(why: "\(failure)") : nil
        }
    }

    func wrote() {
        guard isTroubled.load(ordering: .relaxed) else { return }
        change { state in
            guard let failedAt = state.failedAt, .now - failedAt >= Self.calm else { return nil }
            state.failedAt = nil
            return .writingWorks
        }
    }

    func foldingFailed(_ failure: SQLiteFailure) {
        change { state in
            defer { state.isFolding = false }
            return state.isFolding ? .foldingFails(why: "\(failure)") : nil
        }
    }

    func folded() {
        guard isTroubled.load(ordering: .relaxed) else { return }
        change { state in
            defer { state.isFolding = true }
            return state.isFolding ? nil : .foldingWorks
        }
    }

    /// Whether the open files are those at their paths.
    func look(at files: OpenFiles) -> Bool {
        let isInPlace = files.areInPlace
        if self.isInPlace.load(ordering: .relaxed) == isInPlace { return isInPlace }
        if self.isInPlace.exchange(isInPlace, ordering: .relaxed) != isInPlace {
            tell(isInPlace ? .filesAreBack(path: files.path) : .filesAreGone(path: files.path))
        }
        return isInPlace
    }

    private func change(_ body: (inout State) -> StoreNotice?) {
        let notice = state.withLock { state in
            let notice = body(&state)
            isTroubled.store(state.failedAt != nil || !state.isFolding, ordering: .relaxed)
            return notice
        }
        if let notice { tell(notice) }
    }
}

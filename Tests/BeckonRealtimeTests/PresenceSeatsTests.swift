import BeckonModel
import BeckonStore
import NIOCore
import Testing

@testable import BeckonRealtime

/// Presence over several nodes, each a value that hears what the others say.
@Suite struct PresenceSeatsTests {
    private let dana = StaffReference(id: StaffID(unchecked: "dana"), name: "Dana")

    /// Both hear each other once, as two exchanges do.
    private func exchange(
        _ one: inout PresenceSeats, _ other: inout PresenceSeats, isComplete: Bool = true
    ) {
        _ = one.merge(said(by: &other, "other"), isComplete: isComplete)
        _ = other.merge(said(by: &one, "one"), isComplete: isComplete)
    }

    private func said(by seats: inout PresenceSeats, _ name: String) -> [NodePresence] {
        [NodePresence(node: NodeID(name), agents: seats.takeClaims())]
    }

    @Test func anAgentAtOneNodeIsOnlineAtAll() {
        var (one, other) = (PresenceSeats(), PresenceSeats())
        _ = one.take(.connected, from: dana)
        #expect(one.take(.chose(online: true), from: dana).isOnline == true)
        #expect(one.hasNews)
        exchange(&one, &other)
        #expect(other.online == [dana])
        #expect(!one.hasNews)
    }

    @Test func choosingOfflineAtAnyNodeCountsAtAll() {
        var (one, other) = (PresenceSeats(), PresenceSeats())
        _ = one.take(.connected, from: dana)
        _ = one.take(.chose(online: true), from: dana)
        exchange(&one, &other)
        _ = other.take(.connected, from: dana)
        #expect(other[dana.id]?.lease.isOnline == true)
        #expect(other.take(.chose(online: false), from: dana).isOnline == false)
        let changes = one.merge(said(by: &other, "other"), isComplete: true)
        #expect(changes.map(\.isOnline) == [false])
        exchange(&one, &other)
        #expect(one.online.isEmpty)
        #expect(other.online.isEmpty)
    }

    @Test func whoMovesToAnotherNodeStaysOnline() {
        var (one, other) = (PresenceSeats(), PresenceSeats())
        _ = one.take(.connected, from: dana)
        _ = one.take(.chose(online: true), from: dana)
        exchange(&one, &other)
        let grace = one.take(.disconnected(isTimedOut: false), from: dana).graceGeneration
        _ = other.take(.connected, from: dana)
        exchange(&one, &other)
        #expect(one.take(.graceElapsed(generation: grace ?? 0), from: dana).isOnline == nil)
        exchange(&one, &other)
        #expect(one.online == [dana])
        #expect(other.online == [dana])
    }

    @Test func whoIsAtNoNodeAnyMoreIsOfflineAndMustChooseAgain() {
        var (one, other) = (PresenceSeats(), PresenceSeats())
        _ = one.take(.connected, from: dana)
        _ = one.take(.chose(online: true), from: dana)
        exchange(&one, &other)
        // The node is gone; only when that is certain.
        #expect(other.merge([], isComplete: false).isEmpty)
        #expect(other.online == [dana])
        #expect(other.merge([], isComplete: true).map(\.isOnline) == [false])
        // It was only cut off: what the others have decided since counts.
        exchange(&other, &one)
        #expect(one.online.isEmpty)
        #expect(one.take(.chose(online: true), from: dana).isOnline == true)
        exchange(&one, &other)
        #expect(other.online == [dana])
    }

    @Test func ofTwoChoicesMadeAtOnceOfflineCounts() {
        var (one, other) = (PresenceSeats(), PresenceSeats())
        _ = one.take(.connected, from: dana)
        _ = other.take(.connected, from: dana)
        _ = one.take(.chose(online: true), from: dana)
        exchange(&one, &other)
        _ = one.take(.chose(online: false), from: dana)
        _ = one.take(.chose(online: true), from: dana)
        _ = other.take(.chose(online: false), from: dana)
        _ = other.take(.chose(online: true), from: dana)
        _ = other.take(.chose(online: false), from: dana)
        exchange(&one, &other)
        #expect(one.online == other.online)
        #expect(one.online.isEmpty)
    }

    @Test func aNodeThatWasAwayJudgesNobodyAtOnce() {
        let store = InMemoryPresence { .zero }
        let cluster = Cluster(node: NodeID("a"), bus: InMemoryBus().join(), presence: store)
        let start = NIODeadline.now()
        #expect(!cluster.answered(at: start))
        #expect(!cluster.answered(at: start + .seconds(2)))
        #expect(!cluster.answered(at: start + .seconds(9)))
        #expect(cluster.answered(at: start + .seconds(10)))
        // No answer for longer than a lease: the others' may have run out for the same reason.
        #expect(!cluster.answered(at: start + .seconds(21)))
        #expect(!cluster.answered(at: start + .seconds(30)))
        #expect(cluster.answered(at: start + .seconds(31)))
    }
}

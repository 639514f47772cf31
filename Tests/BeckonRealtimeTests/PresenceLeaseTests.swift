import Testing

@testable import BeckonRealtime

@Suite("An agent's presence")
struct PresenceLeaseTests {
    @Test("A connection alone is not presence: an agent must choose it")
    func choice() {
        var lease = PresenceLease()
        #expect(lease.connected() == .nothing)
        #expect(!lease.isOnline)
        #expect(lease.choseOnline() == .becameOnline)
        #expect(lease.choseOnline() == .nothing)
        #expect(lease.isOnline)
    }

    @Test("Choosing offline takes effect at once, also with connections")
    func offline() {
        var lease = PresenceLease()
        _ = lease.connected()
        _ = lease.choseOnline()
        #expect(lease.choseOffline() == .becameOffline)
        #expect(!lease.isOnline)
        #expect(lease.choseOffline() == .nothing)
    }

    @Test("A reload is no absence: a new connection within the grace ends it without a word")
    func grace() {
        var lease = PresenceLease()
        _ = lease.connected()
        _ = lease.choseOnline()
        #expect(lease.disconnected(timedOut: false) == .startGrace(generation: 1))
        #expect(lease.isOnline)
        #expect(lease.connected() == .nothing)
        #expect(lease.graceElapsed(generation: 1) == .nothing)
        #expect(lease.isOnline)
    }

    @Test("An old grace does not end a new one")
    func generations() {
        var lease = PresenceLease()
        _ = lease.connected()
        _ = lease.choseOnline()
        _ = lease.disconnected(timedOut: false)
        _ = lease.connected()
        #expect(lease.disconnected(timedOut: false) == .startGrace(generation: 2))
        #expect(lease.graceElapsed(generation: 1) == .nothing)
        #expect(lease.graceElapsed(generation: 2) == .becameOffline)
        #expect(lease.graceElapsed(generation: 2) == .nothing)
    }

    @Test("With another connection alive, losing one changes nothing")
    func twoConnections() {
        var lease = PresenceLease()
        _ = lease.connected()
        _ = lease.connected()
        _ = lease.choseOnline()
        #expect(lease.disconnected(timedOut: true) == .nothing)
        #expect(lease.isOnline)
    }

    @Test("A peer that timed out was silent for longer than the grace: offline at once")
    func timedOut() {
        var lease = PresenceLease()
        _ = lease.connected()
        _ = lease.choseOnline()
        #expect(lease.disconnected(timedOut: true) == .becameOffline)
    }

    @Test("Coming back after the grace does not resume presence")
    func comingBack() {
        var lease = PresenceLease()
        _ = lease.connected()
        _ = lease.choseOnline()
        _ = lease.disconnected(timedOut: false)
        _ = lease.graceElapsed(generation: 1)
        _ = lease.connected()
        #expect(!lease.isOnline)
    }

    @Test("After a start those with live chats are awaited, and leave when they do not come")
    func expected() {
        var lease = PresenceLease()
        #expect(lease.expected() == .becameOnline)
        #expect(lease.graceElapsed(generation: lease.graceGeneration ?? 0) == .becameOffline)
        var back = PresenceLease()
        _ = back.expected()
        #expect(back.connected() == .nothing)
        #expect(back.isOnline)
        #expect(back.graceGeneration == nil)
    }

    @Test("Requests over HTTP renew the grace of who is online without a connection")
    func http() {
        var lease = PresenceLease()
        #expect(lease.heardOverHTTP() == .nothing)
        _ = lease.choseOnline()
        #expect(lease.heardOverHTTP() == .startGrace(generation: 1))
        #expect(lease.heardOverHTTP() == .startGrace(generation: 2))
        #expect(lease.graceElapsed(generation: 1) == .nothing)
        #expect(lease.graceElapsed(generation: 2) == .becameOffline)
    }
}

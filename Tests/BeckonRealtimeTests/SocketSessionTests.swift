import BeckonModel
import BeckonWire
import NIOCore
import Testing

@testable import BeckonRealtime

@Suite("A socket's session")
struct SocketSessionTests {
    private let start = NIODeadline.uptimeNanoseconds(1_000_000_000)
    private let mia = Identity.customer(
        CustomerReference(id: UserID(unchecked: "mia"), name: "Mia"))

    private func frame(_ text: String) -> IncomingFrame { IncomingFrame(Array(text.utf8)) }
    private var ping: IncomingFrame { frame(#"{"type":"ping"}"#) }
    private var auth: IncomingFrame { frame(#"{"type":"auth","token":"t"}"#) }

    private func open(_ settings: SocketSettings = SocketSettings()) -> SocketSession {
        var session = SocketSession(settings: settings, at: start)
        session.lookupStarted()
        _ = session.identified(mia)
        return session
    }

    private var isDispatched: (SocketSession.Action) -> Bool {
        { if case .dispatch = $0 { true } else { false } }
    }

    @Test("Before signing in only auth is taken, and nothing is dispatched")
    func beforeAuth() {
        var session = SocketSession(settings: SocketSettings(), at: start)
        guard case .refuse(.notAuthenticated, _) = session.messageReceived(ping, at: start) else {
            Issue.record("taken")
            return
        }
        #expect(session.messageReceived(auth, at: start) == .authenticate(token: "t"))
    }

    @Test("Frames that arrive while an identity is looked up are kept in their order")
    func early() {
        var session = SocketSession(settings: SocketSettings(), at: start)
        session.lookupStarted()
        #expect(session.messageReceived(ping, at: start) == .nothing)
        #expect(session.messageReceived(auth, at: start) == .nothing)
        #expect(session.messageReceived(ping, at: start) == .nothing)
        #expect(session.identified(mia).count == 2)
        #expect(session.underWay == 2)
    }

    @Test(
        "Who keeps sending before being known is cut off, whether or not a name was said",
        arguments: [true, false])
    func earlyLimit(_ isLookingUp: Bool) {
        var session = SocketSession(settings: SocketSettings(), at: start)
        if isLookingUp { session.lookupStarted() }
        for _ in 0..<Limits.earlyFrames {
            let action = session.messageReceived(ping, at: start)
            #expect(action != .close(.tooMany))
        }
        #expect(session.messageReceived(ping, at: start) == .close(.tooMany))
    }

    @Test("Not looked up after five seconds: closed with 1011, which signs nobody out")
    func lookupDeadline() {
        var session = SocketSession(settings: SocketSettings(), at: start)
        session.lookupStarted()
        #expect(session.tick(at: start + .seconds(4)) == .nothing)
        #expect(session.tick(at: start + .seconds(5)) == .close(.internalError))
    }

    @Test("Not signed in after five seconds: closed with 4401")
    func authDeadline() {
        var session = SocketSession(settings: SocketSettings(), at: start)
        #expect(session.tick(at: start + .seconds(4)) == .nothing)
        #expect(session.tick(at: start + .seconds(5)) == .close(.notAuthenticated))
    }

    @Test("Silence is answered with a ping, and no answer to that with the end")
    func heartbeat() {
        var session = open()
        #expect(session.tick(at: start + .seconds(19)) == .nothing)
        #expect(session.tick(at: start + .seconds(20)) == .ping)
        #expect(session.tick(at: start + .seconds(24)) == .nothing)
        #expect(session.tick(at: start + .seconds(25)) == .abandon)
    }

    @Test("Anything heard is a sign of life")
    func heard() {
        var session = open()
        _ = session.tick(at: start + .seconds(20))
        session.heard(at: start + .seconds(22))
        #expect(session.tick(at: start + .seconds(26)) == .nothing)
        #expect(session.tick(at: start + .seconds(42)) == .ping)
    }

    @Test("Too fast is refused, and a flood is cut off")
    func rate() {
        var settings = SocketSettings()
        settings.refusedLimit = 3
        let ping = ping
        var session = open(settings)
        #expect(isDispatched(session.messageReceived(ping, at: start)))
        for _ in 0..<3 {
            #expect(
                session.messageReceived(ping, at: start, wait: .milliseconds(250))
                    == .refuse(.rateLimited(retryAfterMilliseconds: 250), ping))
        }
        #expect(
            session.messageReceived(ping, at: start, wait: .seconds(1)) == .close(.tooMany))
        #expect(session.messageReceived(ping, at: start) == .nothing)
    }

    @Test("A socket's allowance fills again with time")
    func refill() {
        let pace = Pace((perSecond: 1, atOnce: 2))
        #expect(pace.take(at: start + .seconds(9)) == nil)
        #expect(pace.take(at: start + .seconds(9)) == nil)
        #expect(pace.take(at: start + .seconds(9)) == .seconds(1))
        #expect(pace.take(at: start + .seconds(10)) == nil)
        #expect(pace.take(at: start + .seconds(10)) == .seconds(1))
    }

    @Test("Reading stops while too many commands wait for their answers")
    func backPressure() {
        var settings = SocketSettings()
        settings.underWayLimit = 2
        var session = open(settings)
        _ = session.messageReceived(ping, at: start)
        #expect(session.wantsRead)
        _ = session.messageReceived(ping, at: start)
        #expect(!session.wantsRead)
        _ = session.replied(at: start)
        #expect(session.wantsRead)
    }

    @Test("Draining refuses what is new, answers what was accepted, then closes with 1012")
    func drain() {
        var session = open()
        _ = session.messageReceived(ping, at: start)
        #expect(session.drainRequested(at: start) == .goAway)
        #expect(session.wentAway(at: start) == .nothing)
        guard case .refuse(.draining, _) = session.messageReceived(ping, at: start) else {
            Issue.record("accepted")
            return
        }
        #expect(session.replied(at: start) == .close(.serviceRestart))
        #expect(session.drainRequested(at: start) == .nothing)
    }

    @Test(
        "Draining without anything under way closes at once; with a command that never ends, soon")
    func drainDeadline() {
        var idle = open()
        _ = idle.drainRequested(at: start)
        #expect(idle.wentAway(at: start) == .close(.serviceRestart))
        var busy = open()
        _ = busy.messageReceived(ping, at: start)
        _ = busy.drainRequested(at: start)
        #expect(busy.tick(at: start + .seconds(2)) == .close(.serviceRestart))
    }

    @Test("A peer that does not finish the close is abandoned")
    func closeDeadline() {
        var session = open()
        #expect(session.close(.normal, at: start) == .close(.normal))
        #expect(session.close(.normal, at: start) == .nothing)
        #expect(session.tick(at: start + .seconds(1)) == .nothing)
        #expect(session.tick(at: start + .seconds(2)) == .abandon)
    }
}

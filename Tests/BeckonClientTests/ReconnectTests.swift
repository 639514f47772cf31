import BeckonClient
import Testing

@Suite(
    "A lost line is opened again, not by everybody at once, and not for ever where it is of no use")
struct ReconnectTests {
    private func opened(_ now: Duration = .zero) -> Reconnect {
        var line = Reconnect()
        _ = line.started(now: now)
        line.greeted(now: now)
        return line
    }

    private func delay(_ line: Reconnect, from now: Duration) -> Duration? {
        if case .waiting(let until) = line.state { until - now } else { nil }
    }

    @Test("Each attempt waits twice as long, up to 15 s, and by chance up to half of it less")
    func backoff() throws {
        var chance = Chance(state: 4)
        var line = opened()
        for ceiling in [500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000] {
            line.lost(code: 1006, now: .seconds(60), using: &chance)
            let wait = try #require(delay(line, from: .seconds(60)))
            #expect(wait <= .milliseconds(ceiling) && wait >= .milliseconds(ceiling) / 2)
            #expect(line.timerFired(now: .seconds(60) + wait - .milliseconds(1)) == false)
            #expect(line.timerFired(now: .seconds(60) + wait) == true)
        }
        line.greeted(now: .seconds(60))
        line.lost(code: 1006, now: .seconds(60), using: &chance)
        let wait = try #require(delay(line, from: .seconds(60)))
        #expect(wait <= .milliseconds(500))
    }

    @Test("Delays differ from client to client")
    func jitter() {
        var chance = Chance(state: 4)
        let delays = (0..<20).map { _ in
            var line = opened()
            line.lost(code: 1001, now: .zero, using: &chance)
            return delay(line, from: .zero)
        }
        #expect(Set(delays).count > 15)
    }

    @Test(
        "Who is not (any more) who they say does not come again",
        arguments: [
            (4401, Reconnect.Stop.signedOut), (4403, .wrongIdentity),
        ])
    func stops(_ code: Int, _ stop: Reconnect.Stop) {
        var chance = Chance(state: 4)
        var line = opened()
        line.lost(code: code, now: .zero, using: &chance)
        #expect(line.state == .stopped(stop) && line.deadline == nil)
        #expect(line.timerFired(now: .seconds(100)) == false)
        #expect(line.woken(now: .seconds(100)) == false)
        #expect(line.started(now: .seconds(100)) == true)
    }

    @Test(
        "Every other code is waited out",
        arguments: [
            1000, 1001, 1002, 1003, 1005, 1006, 1007, 1009, 1011, 1012, 4429, 4999,
        ])
    func comesBack(_ code: Int) {
        var chance = Chance(state: 4)
        var line = opened()
        line.lost(code: code, now: .zero, using: &chance)
        #expect(delay(line, from: .zero) != nil)
    }

    @Test("Too slow a reader resumes at once, but not in a circle")
    func slowReader() throws {
        var chance = Chance(state: 4)
        var line = opened()
        line.lost(code: 4408, now: .seconds(30), using: &chance)
        #expect(delay(line, from: .seconds(30)) == .zero)
        #expect(line.timerFired(now: .seconds(30)) == true)
        line.greeted(now: .seconds(30))
        line.lost(code: 4408, now: .seconds(30), using: &chance)
        let wait = try #require(delay(line, from: .seconds(30)))
        #expect(wait >= .milliseconds(250))
    }

    @Test("A server that restarts says when to come back")
    func restart() {
        var chance = Chance(state: 4)
        var line = opened()
        line.goingAway(reconnectAfter: .milliseconds(3_700))
        line.lost(code: 1012, now: .seconds(5), using: &chance)
        #expect(delay(line, from: .seconds(5)) == .milliseconds(3_700))
    }

    @Test("Who came too often comes later")
    func tooMany() throws {
        var chance = Chance(state: 4)
        var line = opened()
        line.lost(code: 4429, now: .zero, using: &chance)
        let wait = try #require(delay(line, from: .zero))
        #expect(wait >= .seconds(2))
    }

    @Test("Who is woken does not wait any longer")
    func woken() {
        var chance = Chance(state: 4)
        var line = opened()
        line.lost(code: 1006, now: .zero, using: &chance)
        #expect(line.woken(now: .zero) == true)
        #expect(line.state == .connecting(since: .zero))
    }

    @Test("A line that was lost already cannot be lost again")
    func lostTwice() {
        var chance = Chance(state: 4)
        var line = opened()
        line.lost(code: 1006, now: .zero, using: &chance)
        let state = line.state
        line.lost(code: 1006, now: .seconds(1), using: &chance)
        #expect(line.state == state)
        line.stopped()
        line.lost(code: 1006, now: .seconds(1), using: &chance)
        #expect(line.state == .stopped(.unwanted))
    }
}

@Suite("A dead line tells nobody that it is dead")
struct LivenessTests {
    private func opened() -> Liveness {
        var line = Liveness()
        line.opened(took: .milliseconds(20), now: .zero)
        return line
    }

    @Test(
        "Silence is asked about, sooner where somebody looks on; without an answer the line is dead"
    )
    func silence() {
        for (attention, silence) in [(Liveness.Attention.close, 5), (.loose, 25)] {
            var line = opened()
            line.attention = attention
            #expect(line.timerFired(now: .seconds(silence - 1)) == .nothing)
            #expect(line.timerFired(now: .seconds(silence)) == .ask)
            #expect(line.timerFired(now: .seconds(silence + 3)) == .nothing)
            #expect(line.timerFired(now: .seconds(silence + 4)) == .dead)
        }
    }

    @Test("Anything that comes is a sign of life")
    func heard() {
        var line = opened()
        _ = line.timerFired(now: .seconds(25))
        line.heard(now: .seconds(26))
        #expect(line.timerFired(now: .seconds(40)) == .nothing)
        #expect(line.deadline == .seconds(51))
    }

    @Test("What was sent and not answered is looked after, whatever the attention")
    func unanswered() {
        var line = opened()
        line.attention = .none
        #expect(line.deadline == nil)
        line.sent(now: .seconds(1))
        line.sent(now: .seconds(3))
        #expect(line.timerFired(now: .seconds(5)) == .ask)
        #expect(line.timerFired(now: .seconds(9)) == .dead)
    }

    @Test("Who stood still asks once more before they give up")
    func stoodStill() {
        var line = opened()
        _ = line.timerFired(now: .seconds(25))
        #expect(line.timerFired(now: .seconds(100)) == .ask)
        #expect(line.timerFired(now: .seconds(200)) == .dead)
    }

    @Test("A line that took long to say hello may take long to answer")
    func patience() {
        var line = Liveness()
        line.opened(took: .seconds(8), now: .zero)
        #expect(line.doubted(now: .seconds(1)) == .ask)
        #expect(line.timerFired(now: .seconds(8)) == .nothing)
        #expect(line.timerFired(now: .seconds(9)) == .dead)
    }

    @Test("A closed line is not asked")
    func closed() {
        var line = opened()
        line.closed()
        #expect(line.deadline == nil && line.doubted(now: .seconds(1)) == .nothing)
    }
}

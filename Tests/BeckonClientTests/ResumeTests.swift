import BeckonClient
import Testing

@Suite("What is missing is asked for, one question at a time")
struct ResumeTests {
    private let ticket = Frames.id(Frames.t1)
    private let other = Frames.id(Frames.t2)

    @Test("A gap is asked for once, however often it is noticed")
    func once() {
        var resume = Resume()
        #expect(resume.missed(ticket, after: 3) == .sync(ticket, after: 3))
        #expect(resume.missed(ticket, after: 3) == nil && resume.missed(ticket, after: 5) == nil)
        #expect(resume.missed(other, after: 0) == .sync(other, after: 0))
        #expect(resume.synced(ticket, reached: 9, isMissing: false, now: .zero) == nil)
        #expect(resume.missed(ticket, after: 9) == .sync(ticket, after: 9))
    }

    @Test(
        "An answer that leaves a gap is followed by a question at once, one that brings nothing by a pause"
    )
    func again() {
        var resume = Resume()
        _ = resume.missed(ticket, after: 3)
        #expect(
            resume.synced(ticket, reached: 5, isMissing: true, now: .zero)
                == .sync(ticket, after: 5))
        #expect(resume.synced(ticket, reached: 5, isMissing: true, now: .zero) == nil)
        #expect(resume.deadline == Resume.pause)
        #expect(resume.timerFired(now: .seconds(1)) { _ in 5 }.isEmpty)
        #expect(resume.timerFired(now: .seconds(2)) { _ in 6 } == [.sync(ticket, after: 6)])
        #expect(resume.deadline == nil)
    }

    @Test("Nobody asked, nothing follows")
    func unasked() {
        var resume = Resume()
        #expect(resume.synced(ticket, reached: 5, isMissing: true, now: .zero) == nil)
        #expect(resume.read(ticket, reached: 5, newest: 9, now: .zero) == nil)
        resume.refused(ticket, now: .zero)
        #expect(resume.deadline == nil)
    }

    @Test("What could not be read is asked for again")
    func refused() {
        var resume = Resume()
        _ = resume.missed(ticket, after: 3)
        resume.refused(ticket, now: .seconds(1))
        #expect(resume.missed(ticket, after: 3) == nil)
        #expect(resume.timerFired(now: .seconds(3)) { _ in 3 } == [.sync(ticket, after: 3)])
    }

    @Test("After resync it is read page by page, then asked for what came meanwhile")
    func pages() {
        var resume = Resume()
        _ = resume.missed(ticket, after: 3)
        #expect(resume.resynced(ticket, after: 3) == .read(ticket, after: 3))
        #expect(resume.resynced(ticket, after: 3) == nil)
        #expect(
            resume.read(ticket, reached: 503, newest: 700, now: .zero) == .read(ticket, after: 503))
        resume.refused(ticket, now: .zero)
        #expect(resume.timerFired(now: .seconds(2)) { _ in 503 } == [.read(ticket, after: 503)])
        #expect(resume.read(ticket, reached: 503, newest: 700, now: .zero) == nil)
        #expect(resume.timerFired(now: .seconds(2)) { _ in 503 } == [.read(ticket, after: 503)])
        #expect(
            resume.read(ticket, reached: 700, newest: 700, now: .zero) == .sync(ticket, after: 700))
    }

    @Test("A new line knows of no question")
    func newLine() {
        var resume = Resume()
        _ = resume.missed(ticket, after: 3)
        _ = resume.resynced(other, after: 0)
        resume.lineLost()
        #expect(!resume.isReading(other) && resume.deadline == nil)
        #expect(resume.missed(ticket, after: 3) == .sync(ticket, after: 3))
    }
}

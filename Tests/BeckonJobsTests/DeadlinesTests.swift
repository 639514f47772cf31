import BeckonEngine
import BeckonJobs
import BeckonModel
import BeckonStore
import StoreTesting
import Testing

@Suite("Deadlines", .timeLimit(.minutes(5)))
struct DeadlinesTests {
    @Test("A resolved ticket is closed by the clock when its time has come, not before")
    func closing() async throws {
        try await DeadlineBench.run { bench in
            await bench.beat()
            let ticket = try await bench.resolved()[0]
            await bench.pass(.seconds(7 * 86_400 - 1))
            #expect(try await bench.status(ticket) == .resolved)
            await bench.pass(.seconds(1))
            #expect(try await bench.status(ticket) == .closed)
            await bench.pass(.seconds(30 * 86_400))
            #expect(try await bench.closings(ticket) == 1)
        }
    }

    @Test("Nobody asks the store while nothing is due")
    func asksOnlyWhenDue() async throws {
        try await DeadlineBench.run { bench in
            await bench.beat()
            #expect(bench.deadlines.due == nil)
            try await bench.resolved()
            await bench.beat()
            let due = bench.clock.now().advanced(by: .seconds(7 * 86_400))
            #expect(bench.deadlines.due == due)
            for _ in 0..<6 { await bench.pass(.seconds(86_400)) }
            #expect(bench.deadlines.due == due)
            await bench.pass(.seconds(86_400))
            #expect(bench.deadlines.due == nil)
        }
    }

    @Test("A ticket that was reopened in time stays open, one that is resolved again counts anew")
    func reopened() async throws {
        try await DeadlineBench.run { bench in
            let ticket = try await bench.resolved()[0]
            await bench.pass(.seconds(6 * 86_400))
            try await bench.perform(.setStatus(.open), on: ticket)
            await bench.pass(.seconds(86_400))
            #expect(try await bench.status(ticket) == .open)
            try await bench.perform(.setStatus(.resolved), on: ticket)
            await bench.pass(.seconds(6 * 86_400))
            #expect(try await bench.status(ticket) == .resolved)
            await bench.pass(.seconds(86_400))
            #expect(try await bench.status(ticket) == .closed)
        }
    }

    @Test("What is set now holds, also for tickets that were resolved before")
    func rulesChanged() async throws {
        try await DeadlineBench.run { bench in
            let ticket = try await bench.resolved()[0]
            await bench.pass(.seconds(2 * 86_400))
            bench.set(days: 30)
            await bench.pass(.seconds(10 * 86_400))
            #expect(try await bench.status(ticket) == .resolved)
            bench.set(days: 3)
            await bench.beat()
            #expect(try await bench.status(ticket) == .closed)
        }
    }

    @Test("What gathered in a year is taken slice by slice, each ticket once")
    func aYearLate() async throws {
        try await DeadlineBench.run { bench in
            let tickets = try await bench.resolved(Deadlines.slice * 2 + 20)
            // Nobody was there to close them.
            bench.clock.advance(by: .seconds(365 * 86_400))
            var closed: [Int] = []
            for _ in 0..<4 {
                await bench.beat()
                closed.append(try await bench.count(.closed))
                // Rung for, but not yet time for the next slice.
                await bench.beat()
                #expect(try await bench.count(.closed) == closed.last)
                bench.clock.advance(by: Deadlines.pause)
            }
            #expect(closed == [50, 100, 120, 120])
            for ticket in tickets { #expect(try await bench.closings(ticket) == 1) }
            #expect(bench.deadlines.due == nil)
        }
    }

    @Test("What is refused is asked for again a while later, not at once")
    func refused() async throws {
        try await DeadlineBench.run { bench in
            try await bench.resolved(3)
            bench.engine.drain()
            await bench.pass(.seconds(7 * 86_400))
            #expect(try await bench.count(.resolved) == 3)
            let retry = bench.clock.now().advanced(by: Deadlines.retryPause)
            #expect(bench.deadlines.due == retry)
        }
    }

    @Test("A clock that is set back forgets what was reckoned on it")
    func clockSetBack() async throws {
        try await DeadlineBench.run { bench in
            bench.clock.advance(by: .seconds(1_000 * 86_400))
            await bench.beat()
            try await bench.resolved()
            await bench.beat()
            let wrong = bench.deadlines.due
            bench.clock.advance(by: .seconds(-1_000 * 86_400))
            await bench.beat()
            await bench.beat()
            // The ticket was resolved at a time that is still to come: that stands in its log.
            #expect(bench.deadlines.due == wrong)
            let ticket = try await bench.resolved()[0]
            await bench.pass(.seconds(7 * 86_400))
            #expect(try await bench.status(ticket) == .closed)
        }
    }
}

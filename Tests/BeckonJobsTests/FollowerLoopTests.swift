import BeckonJobs
import BeckonModel
import BeckonStore
import BeckonTelemetry
import StoreTesting
import Synchronization
import Testing

@Suite("A follower of the log")
struct FollowerLoopTests {
    private let bench = FollowerBench()

    @Test("gets every entry of all tickets once, in the order of their commits")
    func everyEntry() async throws {
        let witness = Witness()
        let loop = FollowerLoop(witness, bench.around())
        try await bench.append(30)
        await bench.settle(loop)
        let all = try await bench.append(70)
        await bench.settle(loop)
        #expect(witness.places == all)
        #expect(all.count > 70)
    }

    @Test("goes on where it was after a clean stop, on another node too")
    func cleanStop() async throws {
        let witness = Witness()
        let first = FollowerLoop(witness, bench.around())
        try await bench.append()
        await bench.settle(first)
        await first.end()
        let all = try await bench.append()
        await bench.settle(FollowerLoop(witness, bench.around("two")))
        #expect(witness.places == all)
    }

    @Test("gets again what came since its cursor was saved when its process was killed")
    func killed() async throws {
        let witness = Witness()
        let first = FollowerLoop(witness, bench.around())
        let before = try await bench.append()
        await bench.settle(first)
        // Within the pause between two savings.
        let all = try await bench.append()
        await bench.settle(first)
        let second = FollowerLoop(witness, bench.around("two"))
        await bench.settle(second)
        #expect(witness.places == all, "the lease is the dead one's for a while")
        bench.time.pass(.seconds(30))
        await bench.settle(second)
        #expect(witness.places == all + all.dropFirst(before.count))
    }

    @Test("saves its cursor at most once a second, and at rest it is saved")
    func savings() async throws {
        let around = bench.around()
        let witness = Witness()
        let loop = FollowerLoop(witness, around)
        try await bench.append()
        await bench.settle(loop)
        let first = try #require(try await bench.store.cursor(of: "witness"))
        try await bench.append()
        await bench.settle(loop)
        #expect(try await bench.store.cursor(of: "witness") == first)
        bench.time.pass(around.savePause)
        await bench.settle(loop)
        let end = LogCursor(position: try await bench.store.newestPosition())
        #expect(try await bench.store.cursor(of: "witness") == end)
    }

    @Test("that fails tries again after pauses that grow, and stops nobody")
    func failing() async throws {
        let around = bench.around()
        let (failing, other) = (Witness("failing"), Witness("other"))
        let (first, second) = (FollowerLoop(failing, around), FollowerLoop(other, around))
        failing.fails = true
        let before = try await bench.append()
        await bench.settle(first, second)
        #expect(failing.batches == 1)
        #expect(other.places == before)
        for (failures, seconds) in [(2, 1), (3, 2), (4, 4), (5, 8)] {
            bench.time.pass(.seconds(seconds) - .milliseconds(1))
            await bench.settle(first)
            #expect(failing.batches == failures - 1)
            bench.time.pass(.milliseconds(1))
            await bench.settle(first)
            #expect(failing.batches == failures)
        }
        failing.fails = false
        let all = try await bench.append()
        bench.time.pass(.seconds(16))
        await bench.settle(first, second)
        #expect(failing.places == all)
        #expect(other.places == all)
        failing.fails = true
        let batches = failing.batches
        try await bench.append()
        await bench.settle(first)
        bench.time.pass(.seconds(1))
        await bench.settle(first)
        #expect(failing.batches == batches + 2, "after a success it begins with the first pause")
    }

    @Test("runs on one node at a time; who lost the lease saves nothing")
    func oneOwner() async throws {
        let (here, there) = (Witness(), Witness())
        let first = FollowerLoop(here, bench.around())
        let second = FollowerLoop(there, bench.around("two"))
        let before = try await bench.append()
        await bench.settle(first, second)
        #expect(here.places == before)
        #expect(there.places == [])
        // The first hangs: nothing of it runs until its lease is another's.
        bench.time.pass(.seconds(30))
        let all = try await bench.append()
        await bench.settle(second)
        #expect(there.places == Array(all.dropFirst(before.count)))
        await second.end()
        let saved = try await bench.store.cursor(of: "witness")
        await first.end()
        #expect(try await bench.store.cursor(of: "witness") == saved)
    }

    @Test("keeps its lease while a batch takes long")
    func longBatch() async throws {
        let first = FollowerLoop(Witness(), bench.around())
        let there = Witness()
        let second = FollowerLoop(there, bench.around("two"))
        try await bench.append()
        await bench.settle(first)
        for _ in 0..<20 {
            bench.time.pass(.seconds(11))
            await first.keep()
        }
        await bench.settle(second)
        #expect(there.places == [])
    }

    @Test("may begin with what comes from now on")
    func beginsNext() async throws {
        let before = try await bench.append()
        let witness = Witness(from: .next)
        let loop = FollowerLoop(witness, bench.around())
        await bench.settle(loop)
        // It counts from the moment at which it first ran, also when it had nothing to do.
        await loop.end()
        let all = try await bench.append()
        await bench.settle(FollowerLoop(witness, bench.around("two")))
        #expect(witness.places == Array(all.dropFirst(before.count)))
    }

    @Test("shares each decoded entry with all others of its node, whoever is first")
    func decodedOnce() async throws {
        let around = bench.around()
        let (one, other) = (Witness("one"), Witness("other"))
        let loops = [FollowerLoop(one, around), FollowerLoop(other, around)]
        for turn in 0..<10 {
            try await bench.append(5)
            await bench.settle(loops[turn % 2])
            await bench.settle(loops[1 - turn % 2])
        }
        #expect(one.entries.count == other.entries.count)
        for (mine, theirs) in zip(one.entries, other.entries) {
            #expect(mine.encoded === theirs.encoded)
        }
    }

    @Test("that is far behind takes its own way and nothing from the others")
    func farBehind() async throws {
        let around = bench.around(limit: 5)
        let (ahead, behind) = (Witness("ahead"), Witness("behind"))
        let all = try await bench.append(60)
        let (first, second) = (FollowerLoop(ahead, around), FollowerLoop(behind, around))
        await bench.settle(first)
        await bench.settle(second)
        #expect(ahead.places == all)
        #expect(behind.places == all)
    }

    @Test("of a log that lost its end gets what comes now")
    func lostEnd() async throws {
        let lease = try #require(
            await bench.store.takeLease(
                "witness", for: NodeID("gone"), lasting: .seconds(1)))
        #expect(
            try await bench.store.save(
                LogCursor(position: 1_000_000), of: "witness", under: lease))
        try await bench.store.release(lease)
        let before = try await bench.append()
        let witness = Witness()
        let loop = FollowerLoop(witness, bench.around())
        await bench.settle(loop)
        let all = try await bench.append()
        await bench.settle(loop)
        #expect(witness.places == Array(all.dropFirst(before.count)))
    }

    @Test("says how far it is behind")
    func lag() async throws {
        let witness = Witness("lagging")
        let loop = FollowerLoop(witness, bench.around())
        await bench.settle(loop)
        witness.fails = true
        let all = try await bench.append()
        bench.clock.set(Timestamp(milliseconds: 2_000_000_000_000))
        await loop.measure(
            end: LogCursor(position: try await bench.store.newestPosition()))
        let text = Exposition.render(.shared, as: .prometheus)
        #expect(
            text.contains("beckon_follower_lag_entries{follower=\"lagging\"} \(all.count)\n"))
        witness.fails = false
        await bench.settle(loop)
        await loop.measure(
            end: LogCursor(position: try await bench.store.newestPosition()))
        let later = Exposition.render(.shared, as: .prometheus)
        #expect(later.contains("beckon_follower_lag_entries{follower=\"lagging\"} 0\n"))
        #expect(later.contains("beckon_follower_lag_seconds{follower=\"lagging\"} 0\n"))
    }

    @Test("has client ids that fit, of which no two acts share one")
    func clientIDs() async throws {
        try await bench.append(50)
        let witness = Witness("sixteen_letters_")
        await bench.settle(FollowerLoop(witness, bench.around()))
        var seen: Set<ClientID> = []
        for entry in witness.entries {
            for act in [0, 1, 99] {
                let id = entry.clientID(of: witness.name, act: act)
                #expect(ClientID(id.rawValue) == id)
                #expect(seen.insert(id).inserted)
            }
        }
    }
}

@Suite("The followers of a node")
struct FollowerRunnerTests {
    @Test("run beside each other until they are told to stop, and say how far they came")
    func runsAndStops() async throws {
        let bench = FollowerBench()
        let (one, other) = (Witness("one"), Witness("other"))
        let runner = FollowerRunner([one, other], bench.around())
        let task = Task { await runner.run() }
        let all = try await bench.append(40)
        while one.places.count < all.count || other.places.count < all.count {
            await Task.yield()
        }
        task.cancel()
        await task.value
        #expect(one.places == all)
        #expect(other.places == all)
        let end = LogCursor(position: try await bench.store.newestPosition())
        #expect(try await bench.store.cursor(of: "one") == end)
        #expect(try await bench.store.cursor(of: "other") == end)
        let next = try await bench.store.takeLease(
            "one", for: NodeID("two"), lasting: .seconds(1))
        #expect(next != nil, "the lease was given back")
    }

    @Test("go on beside one that hangs")
    func hanging() async throws {
        let bench = FollowerBench()
        let other = Witness("other")
        let runner = FollowerRunner([Hanging(), other], bench.around())
        let task = Task { await runner.run() }
        let all = try await bench.append(40)
        while other.places.count < all.count { await Task.yield() }
        task.cancel()
        await task.value
        #expect(other.places == all)
        #expect(try await bench.store.cursor(of: "hanging") ?? .beginning == .beginning)
    }
}

/// Hears nothing but that it shall stop.
private struct Hanging: Follower {
    let name = "hanging"

    func handle(_ batch: [FollowedEntry]) async throws {
        let bell = LogBell()
        while true {
            await bell.wait(after: bell.rings)
            try Task.checkCancellation()
        }
    }
}

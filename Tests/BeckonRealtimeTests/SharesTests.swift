import BeckonModel
import NIOCore
import Testing

@testable import BeckonRealtime

@Suite("Shares")
struct SharesTests {
    private let start = NIODeadline.uptimeNanoseconds(1_000_000_000_000)
    private func mia(_ name: String = "mia") -> Identity {
        .customer(CustomerReference(id: UserID(unchecked: name), name: name))
    }
    private let dana = Identity.staff(
        StaffReference(id: StaffID(unchecked: "dana"), name: "Dana"), .agent)

    @Test("An allowance gives its burst at once, then its rate, and says how long to wait")
    func allowance() {
        let allowance = Allowance(perSecond: 10, atOnce: 5)
        let taken = (0..<7).map { _ in allowance.take(1, at: start) }
        #expect(taken == [nil, nil, nil, nil, nil, .milliseconds(100), .milliseconds(100)])
        let early = allowance.take(1, at: start + .milliseconds(99))
        let inTime = allowance.take(1, at: start + .milliseconds(100))
        #expect(early == .milliseconds(1) && inTime == nil)
        let isFull = [599, 600].map { allowance.isFull(at: start + .milliseconds($0)) }
        #expect(isFull == [false, true])
    }

    @Test("What is more than ever fits passes alone, and is made up for")
    func large() {
        let allowance = Allowance(perSecond: 10, atOnce: 5)
        let waits = [20, 1, 20].map { allowance.take($0, at: start) }
        #expect(waits == [nil, .milliseconds(1_600), .milliseconds(2_000)])
        allowance.charge(10, at: start)
        let wait = allowance.take(1, at: start)
        #expect(wait == .milliseconds(2_600))
    }

    @Test("Twice the burst at once: exactly the burst passes")
    func atOnce() async {
        let share = Share(.person)
        let passed = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<600 { group.addTask { share.reads.take(1, at: self.start) == nil } }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(passed == Limits.personReads.1)
    }

    @Test("Everybody has one share, whatever they come by; another has another")
    func onePerPerson() {
        let shares = Shares()
        let first = shares.dues(of: mia(), at: "", now: start)
        let second = shares.dues(of: mia(), at: "192.0.2.1", now: start)
        for _ in 0..<Limits.personFrames.1 {
            #expect(first.takeFrame(isWriting: true, bytes: 1, at: start) == nil)
        }
        #expect(second.takeFrame(isWriting: true, bytes: 1, at: start) != nil)
        let other = shares.dues(of: mia("kim"), at: "", now: start)
        #expect(other.takeFrame(isWriting: true, bytes: 1, at: start) == nil)
    }

    @Test("Frames that write nothing count a fifth")
    func lightFrames() {
        let dues = Shares().dues(of: mia(), at: "", now: start)
        for _ in 0..<Limits.personFrames.1 * Share.writing {
            #expect(dues.takeFrame(isWriting: false, bytes: 1, at: start) == nil)
        }
        #expect(dues.takeFrame(isWriting: false, bytes: 1, at: start) != nil)
    }

    @Test("Bytes have a bucket as well")
    func bytes() {
        let dues = Shares().dues(of: mia(), at: "", now: start)
        for _ in 0..<16 {
            #expect(dues.takeFrame(isWriting: true, bytes: 64 * 1024, at: start) == nil)
        }
        #expect(dues.takeFrame(isWriting: true, bytes: 64 * 1024, at: start) != nil)
    }

    @Test("Customers share what their address may take; agents do not")
    func address() {
        let shares = Shares()
        func passed(_ identity: Identity) -> Int {
            let dues = shares.dues(of: identity, at: "192.0.2.1", now: start)
            return (0..<100).count { _ in
                dues.takeFrame(isWriting: true, bytes: 1, at: start) == nil
            }
        }
        #expect((0..<4).map { passed(mia("u\($0)")) } == [100, 100, 100, 0])
        #expect(passed(dana) == 100)
    }

    @Test("What is owed is bounded, also without limits of rates, and given back with its debt")
    func owed() {
        let shares = Shares(isRateLimited: false)
        let dues = shares.dues(of: mia(), at: "", now: start)
        for _ in 0..<1_000 {
            #expect(dues.takeFrame(isWriting: true, bytes: 9_999, at: start) == nil)
            #expect(dues.takeRead(at: start) == nil)
        }
        var debts = (0..<20).map { _ in dues.debt(1 << 20) }
        #expect(debts.map { $0 != nil } == (0..<20).map { $0 < Limits.personOwedBytes >> 20 })
        let another = shares.dues(of: mia(), at: "192.0.2.1", now: start)
        #expect(another.debt(1) == nil)
        debts = []
        #expect(another.debt(1) != nil)
        #expect(dues.person?.owedBytes == 0)
    }

    @Test("What all owe together is bounded: first all read less at once, then who owes waits")
    func owedByAll() {
        let limit = 64 << 20
        let shares = Shares(isRateLimited: false, owedBytes: limit)
        func dues(_ number: Int) -> Dues {
            shares.dues(of: mia("u\(number)"), at: "192.0.2.\(number)", now: start)
        }
        var debts: [Debt] = []
        func read(_ number: Int) -> Int? {
            guard let bytes = dues(number).readable(Limits.pageBytes),
                let debt = dues(number).debt(bytes)
            else { return nil }
            debts.append(debt)
            return bytes
        }
        // Many people at many addresses, each far below their own limits.
        for number in 0..<33 { #expect(read(number) == Limits.pageBytes) }
        #expect(read(0) == Limits.tightReadBytes)
        #expect(read(99) == Limits.tightReadBytes)
        var number = 0
        while let bytes = read(number) {
            #expect(bytes == Limits.tightReadBytes)
            number = (number + 1) % 33
        }
        #expect((0...Limits.tightReadBytes).contains(limit - shares.total.bytes))
        #expect(read(100) == Limits.tightReadBytes, "who owes nothing still gets a little")
        #expect(shares.total.isFull)
        #expect(read(100) == nil)
        #expect(read(0) == nil)
        #expect(shares.total.bytes < limit + 2 * Limits.pageBytes)
        // News for a socket that takes nothing: who owes most is cut off.
        #expect(!dues(0).owe(1))
        #expect(dues(101).owe(1))
        dues(0).settle(1)
        dues(101).settle(1)
        debts = []
        #expect(shares.total.bytes == 0)
        #expect(read(0) == Limits.pageBytes)
    }

    @Test("Shares that nobody uses are forgotten when there are many; one that is held is not")
    func forgotten() {
        let shares = Shares()
        let held = shares.dues(of: dana, at: "", now: start)
        held.enter()
        let busy = shares.dues(of: mia("busy"), at: "", now: start)
        _ = busy.takeFrame(isWriting: true, bytes: 1, at: start)
        for number in 0..<Limits.rateBuckets {
            _ = shares.dues(of: mia("u\(number)"), at: "", now: start)
        }
        #expect(shares.count < 10)
        #expect(shares.dues(of: dana, at: "", now: start).person === held.person)
        #expect(shares.dues(of: mia("busy"), at: "", now: start).person === busy.person)
    }
}

@Suite("Turns")
struct TurnsTests {
    @Test("One at a time for a key, first come, first served; too many are refused")
    func inTurn() async {
        let turns = Turns<Int>(limit: 2)
        #expect(await turns.begin(1))
        #expect(await turns.begin(2), "another key is not concerned")
        turns.end(2)
        let order = await withTaskGroup(of: Int?.self) { group in
            for number in 0..<2 {
                group.addTask {
                    guard await turns.begin(1) else { return nil }
                    turns.end(1)
                    return number
                }
                while turns.waitingCount(1) <= number { await Task.yield() }
            }
            #expect(await !turns.begin(1))
            turns.end(1)
            var order: [Int] = []
            for await number in group { if let number { order.append(number) } }
            return order
        }
        #expect(order.sorted() == [0, 1])
        #expect(turns.isEmpty)
    }
}

@Suite("Whether a peer takes what is written for it")
struct WriteProgressTests {
    private let start = NIODeadline.uptimeNanoseconds(1_000_000_000)

    @Test("Stalled is who takes no byte for the whole deadline")
    func stalled() {
        var progress = WriteProgress(.seconds(10))
        progress.wrote(100)
        let isStalled = [0, 9, 10].map { second in
            progress.isStalled(waiting: 100, at: start + .seconds(second))
        }
        #expect(isStalled == [false, false, true])
    }

    @Test("One byte in time is enough, and more that is written is no sign of life")
    func slow() {
        var progress = WriteProgress(.seconds(10))
        func look(_ waiting: Int, _ second: Int64) -> Bool {
            progress.isStalled(waiting: waiting, at: start + .seconds(second))
        }
        progress.wrote(100)
        var isStalled = [look(100, 0), look(99, 9)]
        progress.wrote(50)
        isStalled += [look(149, 18), look(149, 19), look(0, 30)]
        progress.wrote(1)
        isStalled.append(look(1, 60))
        #expect(isStalled == [false, false, false, true, false, false])
    }
}

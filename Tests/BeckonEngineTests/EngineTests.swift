import BeckonEngine
import BeckonModel
import BeckonStore
import BeckonWire
import Synchronization
import Testing

@Suite("The engine", .timeLimit(.minutes(5)))
struct EngineTests {
    @Test("Nobody is told of an entry before it is committed")
    func ackMeansCommitted() async throws {
        try await EngineBench.run { bench in
            let ticket = try await bench.open().ticket
            let published = bench.recorder.all.count
            bench.store.hold()
            let answered = Mutex(false)
            bench.engine.submit(
                Submission(.say("x", "c1"), on: ticket, by: EngineBench.customer) { _ in
                    answered.withLock { $0 = true }
                })
            await bench.until { bench.store.heldCount == 1 }
            #expect(!answered.withLock { $0 })
            #expect(bench.recorder.all.count == published)
            let record = try await bench.engine.record(
                of: ticket, for: .customer(EngineBench.mia))
            #expect(record.ticket.seq == 3)
            bench.store.release()
            await bench.until { answered.withLock { $0 } && bench.recorder.all.count > published }
        }
    }

    @Test(
        "A repeat that comes while the first is still on its way is answered after the commit, with the same number"
    )
    func repeatUnderWay() async throws {
        try await EngineBench.run { bench in
            let ticket = try await bench.open().ticket
            bench.store.hold()
            async let first = bench.run(.say("x", "c1"), on: ticket)
            await bench.until { bench.store.heldCount == 1 }
            async let second = bench.run(.say("x", "c1"), on: ticket)
            for _ in 0..<100 { await Task.yield() }
            #expect(bench.store.heldCount == 1)
            bench.store.release()
            let answers = try await (first.seq, second.seq)
            #expect(answers == (4, 4))
            #expect(try await bench.log(ticket).count == 4)
        }
    }

    @Test("What was decided on entries that could not be stored fails with them and is forgotten")
    func failedCommit() async throws {
        try await EngineBench.run { bench in
            let ticket = try await bench.open().ticket
            bench.store.hold()
            async let first = bench.engine.perform(
                .say("lost", "c1"), on: ticket, by: EngineBench.customer)
            await bench.until { bench.store.heldCount == 1 }
            async let second = bench.engine.perform(
                .say("lost", "c1"), on: ticket, by: EngineBench.customer)
            for _ in 0..<100 { await Task.yield() }
            bench.store.fail()
            for result in await [first, second] {
                guard case .failure(.storeUnavailable) = result else {
                    Issue.record("not refused: \(result)")
                    return
                }
            }
            #expect(try await bench.run(.say("kept", "c1"), on: ticket).seq == 4)
            #expect(try await bench.log(ticket).count == 4)
        }
    }

    @Test("A pick whose commit fails leaves the ticket to the next agent")
    func failedPick() async throws {
        try await EngineBench.run { bench in
            let ticket = try await bench.open().ticket
            bench.store.hold()
            async let lost = bench.engine.perform(.pick, on: ticket, by: EngineBench.agent())
            await bench.until { bench.store.heldCount == 1 }
            bench.store.fail()
            _ = await lost
            try await bench.run(.pick, on: ticket, by: EngineBench.agent(EngineBench.sam))
            bench.engine.setPresence(of: EngineBench.dana.id, online: false)
            let record = try await bench.engine.record(
                of: ticket, for: .customer(EngineBench.mia))
            #expect(record.ticket.assignee == EngineBench.sam)
            #expect(record.ticket.chat == .live)
        }
    }

    @Test("50 parallel repeats of a message stand once, also for an engine that starts anew")
    func repeats() async throws {
        let store = HoldingStore()
        let ticket = Mutex<TicketID?>(nil)
        try await EngineBench.run(EngineBench(store: store)) { bench in
            let id = try await bench.open().ticket
            ticket.withLock { $0 = id }
            let numbers = try await withThrowingTaskGroup(of: Seq.self) { group in
                for _ in 0..<50 {
                    group.addTask { try await bench.run(.say("once", "c1"), on: id).seq }
                }
                return try await group.reduce(into: Set<Seq>()) { $0.insert($1) }
            }
            #expect(numbers == [4])
        }
        let id = try #require(ticket.withLock { $0 })
        try await EngineBench.run(EngineBench(store: store)) { bench in
            let again = try await bench.run(.say("once", "c1"), on: id)
            #expect(again.seq == 4)
            let result = await bench.engine.perform(
                .say("other", "c1"), on: id, by: EngineBench.customer)
            guard case .failure(.ticket(.clientIDReused)) = result else {
                Issue.record("taken: \(result)")
                return
            }
            let log = try await bench.log(id)
            #expect(log.count == 4)
        }
    }

    @Test(
        "50 parallel repeats of a query open one ticket; another text under the same client_id is refused"
    )
    func repeatedCreation() async throws {
        try await EngineBench.run { bench in
            let tickets = try await withThrowingTaskGroup(of: TicketID.self) { group in
                for _ in 0..<50 {
                    group.addTask { try await bench.open("Help", clientID: "new").ticket }
                }
                return try await group.reduce(into: Set<TicketID>()) { $0.insert($1) }
            }
            #expect(tickets.count == 1)
            let other = await bench.engine.open(
                NewTicket(text: "Other", clientID: ClientID("new")), by: EngineBench.mia)
            guard case .failure(.ticket(.clientIDReused)) = other else {
                Issue.record("taken: \(other)")
                return
            }
        }
    }

    @Test("Of 100 parallel picks one wins, and the others are told who")
    func picks() async throws {
        try await EngineBench.run { bench in
            let ticket = try await bench.open().ticket
            let staff = (0..<100).map {
                StaffReference(id: StaffID(unchecked: "s\($0)"), name: "S\($0)")
            }
            for one in staff { bench.engine.setPresence(of: one.id, online: true) }
            let results = await withTaskGroup(of: Result<Answer, Failure>.self) { group in
                for one in staff {
                    group.addTask {
                        await bench.engine.perform(.pick, on: ticket, by: EngineBench.agent(one))
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            let log = try await bench.log(ticket)
            let winners = log.compactMap { entry -> StaffReference? in
                if case .assigned(let staff, _, _) = entry.body { staff } else { nil }
            }
            #expect(winners.count == 1)
            let losers = results.compactMap { result -> StaffReference? in
                if case .failure(.ticket(.alreadyPicked(let by))) = result { by } else { nil }
            }
            #expect(losers.count == 99)
            #expect(Set(losers) == Set(winners))
        }
    }

    @Test("Going offline pauses also a chat whose pick was still on its way")
    func offlineDuringPick() async throws {
        try await EngineBench.run { bench in
            let ticket = try await bench.open().ticket
            bench.store.hold()
            async let pick = bench.run(.pick, on: ticket, by: EngineBench.agent())
            await bench.until { bench.store.heldCount == 1 }
            bench.engine.setPresence(of: EngineBench.dana.id, online: false)
            bench.store.release()
            _ = try await pick
            await bench.until {
                bench.recorder.entries(of: ticket).contains {
                    $0.body == .staffOffline(EngineBench.dana)
                }
            }
        }
    }

    @Test("Two messages at once on a closed ticket open one follow-up that names it")
    func followUps() async throws {
        try await EngineBench.run { bench in
            let ticket = try await bench.open().ticket
            try await bench.run(.setStatus(.closed), on: ticket)
            async let first = bench.run(.say("one", "c1"), on: ticket)
            async let second = bench.run(.say("two", "c2"), on: ticket)
            let tickets = try await Set([first.ticket, second.ticket])
            #expect(tickets.count == 1)
            let followUp = try #require(tickets.first)
            #expect(followUp != ticket)
            let record = try await bench.engine.record(
                of: followUp, for: .customer(EngineBench.mia))
            #expect(record.ticket.follows == ticket)
            let again = try await bench.run(.say("one", "c1"), on: ticket)
            #expect(again.ticket == followUp)
            #expect(again.entries.isEmpty)
        }
    }

    @Test("Other people's tickets do not exist, neither to read nor to resume")
    func access() async throws {
        try await EngineBench.run { bench in
            let ticket = try await bench.open().ticket
            let stranger = Identity.customer(
                CustomerReference(id: UserID(unchecked: "tom"), name: "Tom"))
            await #expect(throws: Failure.notFound) {
                _ = try await bench.engine.record(of: ticket, for: stranger)
            }
            await #expect(throws: Failure.notFound) {
                _ = try await bench.engine.resume(ticket, after: 0, for: stranger)
            }
        }
    }

    @Test("The clock may step back; the log's times do not")
    func clockStepsBack() async throws {
        try await EngineBench.run { bench in
            let ticket = try await bench.open().ticket
            bench.clock.advance(by: .seconds(-3600))
            try await bench.run(.say("x"), on: ticket)
            let times = try await bench.log(ticket).map(\.at)
            #expect(times == times.sorted())
        }
    }

    @Test("Draining refuses what is new")
    func draining() async throws {
        try await EngineBench.run { bench in
            let ticket = try await bench.open().ticket
            bench.engine.drain()
            for result in await [
                bench.engine.perform(.say("x"), on: ticket, by: EngineBench.customer),
                bench.engine.perform(
                    .staffWentOffline(EngineBench.dana.id), on: ticket, by: .clock),
                bench.engine.open(NewTicket(text: "y"), by: EngineBench.mia),
            ] {
                guard case .failure(.draining) = result else {
                    Issue.record("taken: \(result)")
                    return
                }
            }
        }
    }

    @Test("A visitor's tickets become the account's, each by an entry")
    func moving() async throws {
        try await EngineBench.run { bench in
            let ticket = try await bench.open().ticket
            let account = CustomerReference(id: UserID(unchecked: "account"), name: "Mia B.")
            try await bench.engine.moveTickets(of: EngineBench.mia.id, to: account)
            let record = try await bench.engine.record(of: ticket, for: .customer(account))
            #expect(record.ticket.customer == account)
            await #expect(throws: Failure.notFound) {
                _ = try await bench.engine.record(of: ticket, for: .customer(EngineBench.mia))
            }
        }
    }
}

@Suite("Resume", .timeLimit(.minutes(5)))
struct ResumeTests {
    @Test("A snapshot and what is published after it make the log, whenever the snapshot is taken")
    func joins() async throws {
        try await EngineBench.run { bench in
            let ticket = try await bench.open().ticket
            async let writing: Void = {
                for number in 0..<300 { try await bench.run(.say("m\(number)"), on: ticket) }
            }()
            for _ in 0..<100 {
                let published = bench.recorder.entries(of: ticket).count
                let resume = try await bench.engine.resume(
                    ticket, after: 0, for: .customer(EngineBench.mia))
                let lines = try await bench.lines(of: resume)
                #expect(lines.map(\.seq) == Array(1...resume.record.ticket.seq))
                // Everything that was published before is in it.
                #expect(lines.count >= published)
                let folded = Ticket(log: try lines.map { try $0.decoded() })
                #expect(folded == resume.record.ticket)
            }
            try await writing
            #expect(try await bench.log(ticket).map(\.seq) == Array(1...303))
        }
    }

    @Test("Who knows more than the log, or is too far behind, is told so")
    func refusals() async throws {
        try await EngineBench.run { bench in
            let ticket = try await bench.open().ticket
            let ahead = try await bench.engine.resume(
                ticket, after: 99, for: .customer(EngineBench.mia))
            guard case .failure(let refusal) = ahead.missing else {
                Issue.record("answered")
                return
            }
            #expect(refusal.reason == .ahead)
            for number in 0..<Limits.syncEntries {
                try await bench.run(.say("\(number)"), on: ticket)
            }
            let behind = try await bench.engine.resume(
                ticket, after: 0, for: .customer(EngineBench.mia))
            guard case .failure(let far) = behind.missing else {
                Issue.record("answered")
                return
            }
            #expect(far.reason == .tooFarBehind)
        }
    }
}

@Suite("The queue")
struct WaitingQueueTests {
    private func ticket(_ number: Int, _ at: Int64, priority: Priority = .normal) -> Ticket? {
        Ticket(
            first: Entry(
                ticket: TicketID(high: 1, low: UInt64(number)), seq: 1,
                at: Timestamp(milliseconds: at),
                body: .created(
                    .init(
                        number: number, customer: EngineBench.mia, subject: "", priority: priority,
                        follows: nil, clientID: nil))))
    }

    @Test("The most urgent come first, then those who have waited longest")
    func order() throws {
        var queue = WaitingQueue()
        for one in [
            ticket(1, 10), ticket(2, 5), ticket(3, 20, priority: .urgent), ticket(4, 5),
        ] {
            let one = try #require(one)
            let isNew = queue.update(one, previousChat: nil)
            #expect(isNew)
            let isNewAgain = queue.update(one, previousChat: nil)
            #expect(!isNewAgain)
        }
        let places = queue.places(at: Timestamp(milliseconds: 30))
        #expect(places.map(\.ticket.low) == [3, 2, 4, 1])
        #expect(places.map(\.position) == [1, 2, 3, 4])
        #expect(places.allSatisfy { $0.count == 4 && $0.estimateSeconds == nil })
    }

    @Test("An estimate needs three recent picks, and grows with the place")
    func estimate() throws {
        var queue = WaitingQueue()
        for number in 1...3 {
            var one = try #require(ticket(number, 0))
            _ = queue.update(one, previousChat: nil)
            one.evolve(
                Entry(
                    ticket: one.id, seq: 2, at: Timestamp(milliseconds: Int64(number) * 60_000),
                    body: .assigned(EngineBench.dana, previous: nil)))
            _ = queue.update(one, previousChat: .waiting)
        }
        for number in 4...5 {
            _ = queue.update(try #require(ticket(number, Int64(number))), previousChat: nil)
        }
        let places = queue.places(at: Timestamp(milliseconds: 200_000))
        #expect(places.map(\.estimateSeconds) == [60, 120])
        let later = queue.places(at: Timestamp(milliseconds: 200_000 + 3_600_000))
        #expect(later.allSatisfy { $0.estimateSeconds == nil })
    }

    @Test("Old picks say nothing, and what would be longer than an hour is left out")
    func estimateOfOldPicks() throws {
        var queue = WaitingQueue()
        let minutes: [Int64] = [0, 60 * 24, 60 * 48, 60 * 48 + 10, 60 * 48 + 20]
        for (number, minute) in minutes.enumerated() {
            var one = try #require(ticket(number + 1, 0))
            _ = queue.update(one, previousChat: nil)
            one.evolve(
                Entry(
                    ticket: one.id, seq: 2, at: Timestamp(milliseconds: minute * 60_000),
                    body: .assigned(EngineBench.dana, previous: nil)))
            _ = queue.update(one, previousChat: .waiting)
        }
        for number in 11...20 {
            _ = queue.update(try #require(ticket(number, Int64(number))), previousChat: nil)
        }
        let places = queue.places(at: Timestamp(milliseconds: (60 * 48 + 21) * 60_000))
        #expect(
            places.map(\.estimateSeconds)
                == [600, 1200, 1800, 2400, 3000, 3600, nil, nil, nil, nil])
    }
}

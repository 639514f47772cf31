import BeckonEngine
import BeckonModel
import BeckonStore
import BeckonWire
import Testing

/// Two engines on one store, as two nodes are.
@Suite(.timeLimit(.minutes(5))) struct NodesTests {
    private func run(
        _ body: @escaping @Sendable (EngineBench, EngineBench) async throws -> Void
    ) async throws {
        let (store, bus) = (InMemoryStore(), InMemoryBus())
        try await EngineBench.run(EngineBench(store: HoldingStore(store), bus: bus.join())) { one in
            try await EngineBench.run(
                EngineBench(store: HoldingStore(store), bus: bus.join())
            ) { other in
                try await one.engine.startFollowing()
                try await other.engine.startFollowing()
                try await body(one, other)
            }
        }
    }

    @Test func oneAgentOfTwoNodesWinsEachOfAHundredPicks() async throws {
        try await run { one, other in
            for _ in 0..<100 {
                let ticket = try await one.open().ticket
                async let dana = one.engine.perform(
                    .pick, on: ticket, by: EngineBench.agent(EngineBench.dana))
                async let sam = other.engine.perform(
                    .pick, on: ticket, by: EngineBench.agent(EngineBench.sam))
                let outcomes = await [dana, sam]
                #expect(outcomes.count { (try? $0.get()) != nil } == 1)
                for case .failure(let failure) in outcomes {
                    let winner = try #require(Ticket(log: try await one.log(ticket))?.assignee)
                    #expect(failure == .ticket(.alreadyPicked(by: winner)))
                }
            }
        }
    }

    @Test func aMessageStandsOnceWhicheverNodesItIsSentTo() async throws {
        try await run { one, other in
            let ticket = try await one.open().ticket
            let answers = try await withThrowingTaskGroup(of: Answer.self) { group in
                for index in 0..<50 {
                    let bench = index.isMultiple(of: 2) ? one : other
                    group.addTask { try await bench.run(.say("once", "m1"), on: ticket) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(answers.map(\.seq)) == [4])
            #expect(try await one.log(ticket).count == 4)
        }
    }

    @Test func aCreationOpensOneTicketWhicheverNodesItIsSentTo() async throws {
        try await run { one, other in
            let answers = try await withThrowingTaskGroup(of: Answer.self) { group in
                for index in 0..<50 {
                    let bench = index.isMultiple(of: 2) ? one : other
                    group.addTask { try await bench.open("Help", clientID: "c1") }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(answers.map(\.ticket)).count == 1)
            #expect(try await one.store.ticketCount(of: EngineBench.mia.id) == 1)
        }
    }

    @Test func messagesOnAClosedTicketGoToOneFollowUpWhicheverNodesTheyAreSentTo() async throws {
        try await run { one, other in
            let closed = try await one.open().ticket
            try await one.run(.setStatus(.closed), on: closed)
            let answers = try await withThrowingTaskGroup(of: Answer.self) { group in
                for index in 0..<50 {
                    let bench = index.isMultiple(of: 2) ? one : other
                    group.addTask {
                        try await bench.run(
                            .say("more \(index % 10)", "m\(index % 10)"), on: closed)
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let followUp = try #require(Set(answers.map(\.ticket)).first)
            #expect(Set(answers.map(\.ticket)).count == 1)
            let log = try await one.log(followUp)
            #expect(log.count == 12)
            #expect(try await one.log(closed).last?.body == .followUp(to: followUp, number: 1002))
        }
    }

    @Test func aFollowUpThatIsOnlyNamedIsMadeByWhoWritesNext() async throws {
        try await run { one, other in
            let closed = try await one.open().ticket
            try await one.run(.setStatus(.closed), on: closed)
            one.store.hold()
            async let lost = one.engine.perform(
                .say("more", "m1"), on: closed, by: EngineBench.customer)
            // The name is stored, the ticket is not.
            await one.until { one.store.heldCount == 1 }
            one.store.release()
            one.store.hold()
            await one.until { one.store.heldCount == 1 }
            let answer = try await other.run(.say("more", "m1"), on: closed)
            #expect(answer.seq == 3)
            one.store.release()
            #expect(try await lost.get().ticket == answer.ticket)
            #expect(try await lost.get().seq == 3)
            #expect(try await one.store.ticketCount(of: EngineBench.mia.id) == 2)
        }
    }

    @Test func whatANodeAppendsIsPublishedByTheOtherInOrder() async throws {
        try await run { one, other in
            let ticket = try await one.open().ticket
            try await other.engine.followLog()
            try await one.run(.say("a"), on: ticket)
            try await one.run(.say("b"), on: ticket)
            try await other.run(.say("c"), on: ticket)
            try await one.run(.pick, on: ticket, by: EngineBench.agent())
            try await other.engine.followLog()
            try await one.engine.followLog()
            let log = try await one.log(ticket)
            #expect(one.recorder.entries(of: ticket) == log)
            #expect(other.recorder.entries(of: ticket) == log)
        }
    }

    @Test func whoKnowsMoreThanTheNodeIsAnsweredFromTheStore() async throws {
        try await run { one, other in
            let ticket = try await one.open().ticket
            try await other.run(.say("a"), on: ticket)
            try await one.run(.say("b"), on: ticket)
            let resume = try await other.engine.resume(
                ticket, after: 5, for: .customer(EngineBench.mia))
            #expect(try await other.lines(of: resume).isEmpty)
            #expect(resume.record.ticket.seq == 5)
        }
    }

    /// The other node's append has made the second one's number right again, but not what it was decided on.
    @Test func whatWasDecidedUponALostEntryIsDecidedAnew() async throws {
        try await run { one, other in
            let ticket = try await one.open().ticket
            try await one.run(.pick, on: ticket, by: EngineBench.agent())
            one.store.hold()
            async let resolving = one.engine.perform(
                .setStatus(.resolved), on: ticket, by: EngineBench.agent())
            await one.until { one.store.heldCount == 1 }
            async let reopening = one.engine.perform(
                .say("wait", "m1"), on: ticket, by: EngineBench.customer)
            await one.until { one.store.heldCount == 2 }
            let taken = try await one.log(ticket).count
            try await other.run(.say("one", "m2"), on: ticket)
            try await other.run(.say("two", "m3"), on: ticket)
            #expect(try await one.log(ticket).count == taken + 2)
            one.store.release()
            _ = try await resolving.get()
            _ = try await reopening.get()
            let log = try await one.log(ticket)
            #expect(Ticket(log: log) != nil)
            var folded = try #require(Ticket(first: log[0]))
            for entry in log.dropFirst() {
                if case .status(let change) = entry.body { #expect(change.was == folded.status) }
                folded.evolve(entry)
            }
        }
    }
}

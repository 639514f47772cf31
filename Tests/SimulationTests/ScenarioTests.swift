import BeckonClient
import Testing

@testable import BeckonSimulation

/// Mistakes that the simulation has found, each told as the few steps that it takes.
@Suite struct ScenarioTests {
    private var oneNode: SimulationOptions {
        var options = SimulationOptions(seed: 0)
        options.nodes = 1
        return options
    }

    private func page(_ name: String, of simulation: Simulation) throws -> SimulatedPage {
        try #require(simulation.pages.first { $0.name == name })
    }

    private func chooses(_ status: String, _ page: SimulatedPage) {
        page.choose(isOnline: status == "online")
    }

    @Test func aFailedResumeDoesNotEndWhatAnotherOneBegan() throws {
        let simulation = try Simulation(oneNode)
        let (mia, dana) = (try page("mia-a", of: simulation), try page("dana-a", of: simulation))
        let node = try #require(simulation.running.first)
        #expect(try simulation.settle())
        chooses("online", dana)
        #expect(try simulation.settle())
        mia.write(.create, to: nil)
        #expect(try simulation.settle())
        let ticket = try #require(dana.known.first)
        dana.open(ticket)
        dana.send(SentFrame.sync(.init(ticket), after: 0))
        dana.line?.deliverUpward(2)
        // One answer at a time: the second is read for when the first is out.
        try #require(node.store.heldReads == 1)
        node.store.grantRead(0)
        node.settle()
        node.store.isCutOff = true
        while node.store.heldReads > 0 { node.store.grantRead(0) }
        node.store.isCutOff = false
        mia.write(.message(isOffline: false), to: ticket)
        #expect(try simulation.settle())
        #expect(dana.seq(of: ticket) == 4)
        simulation.end()
    }

    @Test func aRepeatedOnlineIsNotConfirmedAfterALaterOffline() throws {
        let simulation = try Simulation(oneNode)
        let dana = try page("dana-a", of: simulation)
        #expect(try simulation.settle())
        chooses("online", dana)
        #expect(try simulation.settle())
        #expect(dana.session.isOnline)
        // Both arrive while the list of waiting tickets, with which the first one is answered, is still being read.
        chooses("online", dana)
        chooses("offline", dana)
        dana.line?.deliverUpward(2)
        #expect(try simulation.settle())
        #expect(!dana.session.isOnline)
        simulation.end()
    }

    /// Each of many reads found that something had been written meanwhile, and after the last one live entries overtook the answer.
    @Test func liveEntriesWaitBehindAnAnswerThatIsSlowerThanTheyAre() throws {
        let simulation = try Simulation(oneNode)
        let (mia, dana) = (try page("mia-a", of: simulation), try page("dana-a", of: simulation))
        let node = try #require(simulation.running.first)
        #expect(try simulation.settle())
        chooses("online", dana)
        mia.write(.create, to: nil)
        #expect(try simulation.settle())
        let ticket = try #require(dana.known.first)
        dana.pick(ticket)
        #expect(try simulation.settle())
        mia.reload()
        try simulation.connect(mia)
        simulation.collect()
        while let line = mia.line, !line.downward.isEmpty || !line.upward.isEmpty {
            for frame in line.takeDownward(line.downward.count) { mia.receive(frame) }
            line.deliverUpward(line.upward.count)
            simulation.collect()
        }
        #expect(node.store.heldReads > 0)
        for _ in 0..<40 {
            dana.write(.message(isOffline: false), to: ticket)
            dana.line?.deliverUpward(1)
            node.store.settle(1, .committed)
            node.settle()
            if node.store.heldReads > 0 { node.store.grantRead(0) }
            node.settle()
        }
        #expect(try simulation.settle())
        #expect(mia.seq(of: ticket) == 45)
        #expect(try simulation.heal())
        let violations = try simulation.check().map(\.description)
        #expect(violations == [], "\(violations)")
        simulation.end()
    }

    @Test func newsDoesNotOvertakeAnAnswerThatWaitsForASlowReader() throws {
        let simulation = try Simulation(oneNode)
        let (dana, kim) = (try page("dana-a", of: simulation), try page("kim-a", of: simulation))
        #expect(try simulation.settle())
        chooses("online", kim)
        #expect(try simulation.settle())
        dana.line?.setReading(false)
        dana.send(SentFrame.watch)
        dana.line?.deliverUpward(1)
        chooses("offline", kim)
        #expect(try simulation.settle())
        dana.line?.setReading(true)
        #expect(try simulation.settle())
        #expect(dana.onlineStaff.isEmpty)
        simulation.end()
    }

    @Test func aChatThatCouldNotBePausedIsPausedAsSoonAsTheStoreWrites() throws {
        let simulation = try Simulation(oneNode)
        let (mia, dana) = (try page("mia-a", of: simulation), try page("dana-a", of: simulation))
        #expect(try simulation.settle())
        chooses("online", dana)
        mia.write(.create, to: nil)
        #expect(try simulation.settle())
        let ticket = try #require(dana.known.first)
        dana.pick(ticket)
        #expect(try simulation.settle())
        chooses("offline", dana)
        dana.line?.deliverUpward(1)
        let node = try #require(simulation.running.first)
        #expect(node.store.heldAppends == 1)
        node.store.settle(1, .failed)
        simulation.pass(1_000)
        #expect(try simulation.settle())
        #expect(try simulation.check().isEmpty)
        simulation.end()
    }
}

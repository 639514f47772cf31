import BeckonModel
import BeckonStore
import BeckonWire
import Synchronization
import Testing

@testable import BeckonEngine

@Suite(.timeLimit(.minutes(5))) struct FollowUpTests {
    @Test func aCloseThatIsNotStoredOpensNoFollowUp() async throws {
        try await EngineBench.run { bench in
            let ticket = try await bench.open().ticket
            bench.store.hold()
            async let closing = bench.engine.perform(
                .setStatus(.closed), on: ticket, by: EngineBench.customer)
            await bench.until { bench.store.heldCount == 1 }
            async let writing = bench.engine.perform(
                .say("One more thing", "m1"), on: ticket, by: EngineBench.customer)
            await bench.until { bench.engine.hasDeferred(on: ticket) }
            #expect(bench.store.heldCount == 1)
            bench.store.fail()
            #expect(await closing.failure == .storeUnavailable)
            #expect(await writing.failure == .storeUnavailable)

            // The page sends it again: the ticket is open, and has it once.
            #expect(try await bench.run(.say("One more thing", "m1"), on: ticket).ticket == ticket)
            #expect(try await bench.store.ticketCount(of: EngineBench.mia.id) == 1)
        }
    }

    @Test func aMessageThatWaitedForTheCloseOpensTheFollowUp() async throws {
        try await EngineBench.run { bench in
            let ticket = try await bench.open().ticket
            bench.store.hold()
            async let closing = bench.engine.perform(
                .setStatus(.closed), on: ticket, by: EngineBench.customer)
            await bench.until { bench.store.heldCount == 1 }
            async let writing = bench.engine.perform(
                .say("One more thing", "m1"), on: ticket, by: EngineBench.customer)
            await bench.until { bench.engine.hasDeferred(on: ticket) }
            bench.store.release()
            _ = try await closing.get()
            #expect(try await writing.get().ticket != ticket)
        }
    }
}

extension Engine {
    fileprivate func hasDeferred(on ticket: TicketID) -> Bool {
        state.withLock { $0.active[ticket]?.deferred.isEmpty == false }
    }
}

extension Result {
    fileprivate var failure: Failure? {
        if case .failure(let failure) = self { failure } else { nil }
    }
}

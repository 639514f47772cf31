import BeckonEngine
import BeckonModel
import BeckonStore
import Testing

@Suite("Chats whose agent is gone", .timeLimit(.minutes(1)))
struct AbandonedChatsTests {
    @Test("A pause that could not be stored is asked for again")
    func pauseIsAskedForAgain() async throws {
        try await EngineBench.run { bench in
            let ticket = try await bench.open().ticket
            try await bench.run(.pick, on: ticket, by: EngineBench.agent())
            bench.store.hold()
            bench.engine.setPresence(of: EngineBench.dana.id, online: false)
            await bench.until { bench.store.heldCount == 1 }
            bench.store.fail()
            bench.engine.pauseAbandonedChats()
            await bench.until {
                bench.recorder.entries(of: ticket).contains { entry in
                    if case .staffOffline = entry.body { true } else { false }
                }
            }
        }
    }
}

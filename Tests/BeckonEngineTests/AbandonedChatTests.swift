import BeckonEngine
import BeckonModel
import Testing

@Suite(.timeLimit(.minutes(5))) struct AbandonedChatTests {
    @Test func aChatWhosePauseCouldNotBeStoredIsPausedLater() async throws {
        try await EngineBench.run { bench in
            let ticket = try await bench.open().ticket
            try await bench.run(.pick, on: ticket, by: EngineBench.agent())
            bench.store.hold()
            bench.engine.setPresence(of: EngineBench.dana.id, online: false)
            #expect(bench.store.heldCount == 1)
            bench.store.fail()
            bench.engine.pauseAbandonedChats()
            await bench.until {
                bench.recorder.entries(of: ticket).contains {
                    $0.body == .staffOffline(EngineBench.dana)
                }
            }
        }
    }

    @Test func theChatOfAnAgentWhoIsBackGoesOn() async throws {
        try await EngineBench.run { bench in
            let ticket = try await bench.open().ticket
            try await bench.run(.pick, on: ticket, by: EngineBench.agent())
            bench.store.hold()
            bench.engine.setPresence(of: EngineBench.dana.id, online: false)
            bench.store.fail()
            bench.engine.setPresence(of: EngineBench.dana.id, online: true)
            bench.engine.pauseAbandonedChats()
            try await bench.run(.say("Hello"), on: ticket, by: EngineBench.agent())
        }
    }
}

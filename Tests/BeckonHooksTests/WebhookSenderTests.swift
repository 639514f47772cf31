import BeckonAccounts
import BeckonHooks
import BeckonJobs
import BeckonModel
import BeckonStore
import BeckonWire
import Foundation
import Logging
import Synchronization
import Testing

@Suite("Webhooks", .timeLimit(.minutes(2)))
struct WebhookSenderTests {
    @Test("A delivery carries the standard's headers, and its body as it was put down")
    func headers() async throws {
        let post = Post()
        try await post.makeHook("shop")
        try await post.put("msg_1", to: "shop")
        await post.runner.sendDue()
        let request = try #require(post.receiver.asked.first)
        #expect(request.address.text == "https://shop.example/hook")
        #expect(request.body == Array("msg_1".utf8))
        #expect(request.headers["content-type"] == "application/json")
        #expect(request.headers["webhook-id"] == "msg_1")
        let seconds = post.clock.now().milliseconds / 1000
        #expect(request.headers["webhook-timestamp"] == "\(seconds)")
        let secrets = try await post.store.secrets(of: post.key("shop"), at: post.clock.now())
        #expect(secrets.count == 1 && secrets[0].count == 32)
        #expect(
            request.headers["webhook-signature"]
                == WebhookSignature.header(
                    id: "msg_1", timestamp: seconds, body: request.body, secrets: secrets))
        let row = try #require(try await post.rows("shop").first)
        #expect(row.state == .delivered && row.answer?.status == 204 && row.attempts == 1)
    }

    @Test("The schedule is that of Standard Webhooks")
    func schedule() {
        let schedule = RetrySchedule.standardWebhooks
        let pauses = (1...9).compactMap { schedule.pause(after: $0) }
        #expect(
            pauses == [
                .seconds(5), .seconds(300), .seconds(1_800), .seconds(7_200), .seconds(18_000),
                .seconds(36_000), .seconds(50_400), .seconds(72_000), .seconds(86_400),
            ])
        #expect(schedule.pause(after: 10) == nil)
        #expect(schedule.pause(after: 0) == nil)
    }

    @Test("A receiver that answers 500 for a day gets everything once it is well; others meanwhile")
    func illForADay() async throws {
        let post = Post()
        try await post.makeHook("ill")
        try await post.makeHook("well")
        post.receiver.answer("ill.example", .answered(status: 500, text: "oh no"))
        for number in 0..<20 {
            try await post.put("ill-\(number)", to: "ill")
            try await post.put("well-\(number)", to: "well")
        }
        await post.runner.sendDue()
        #expect(try await post.rows("well").allSatisfy { $0.state == .delivered })
        await post.pass(.seconds(86_400), by: .seconds(60))
        let waiting = try await post.rows("ill")
        #expect(waiting.count == 20 && waiting.allSatisfy { $0.state == .waiting })
        // At once, and after 5 s, 5 min, 30 min, 2, 5, 10 h: the next one comes after a day.
        #expect(waiting.allSatisfy { $0.attempts == 7 && $0.answer?.text == "oh no" })
        #expect(post.receiver.asked("ill.example").count == 140)
        post.receiver.answer("ill.example", .answered(status: 200, text: "ok"))
        await post.pass(.seconds(86_400), by: .seconds(600))
        #expect(try await post.rows("ill").allSatisfy { $0.state == .delivered })
        let ids = post.receiver.asked("ill.example").suffix(20)
            .compactMap { $0.headers["webhook-id"] }
        #expect(Set(ids) == Set((0..<20).map { "ill-\($0)" }))
        #expect(post.receiver.asked("well.example").count == 20)
    }

    @Test("After the tenth attempt it is given up, and can be sent again by hand")
    func dead() async throws {
        let post = Post()
        try await post.makeHook("shop")
        post.receiver.answer("shop.example", .failed(.timeout))
        try await post.put("msg_1", to: "shop")
        await post.pass(.seconds(4 * 86_400), by: .seconds(300))
        var row = try #require(try await post.rows("shop").first)
        #expect(row.state == .dead && row.attempts == 10 && row.answer?.problem == "timeout")
        #expect(post.receiver.asked.count == 10)
        post.receiver.answer("shop.example", .answered(status: 200, text: ""))
        _ = try await post.outbox.sendAgain(row.id, of: "shop")
        await post.runner.sendDue()
        row = try #require(try await post.rows("shop").first)
        #expect(row.state == .delivered && row.attempts == 11)
        #expect(Set(post.receiver.asked.map { $0.headers["webhook-id"] }) == ["msg_1"])
        // Some days later nobody can tell any more.
        await post.pass(.seconds(8 * 86_400), by: .seconds(86_400))
        await post.runner.tend()
        #expect(try await post.rows("shop") == [])
    }

    @Test("410 switches a hook off, and the audit trail says that the server did it")
    func gone() async throws {
        let post = Post()
        try await post.makeHook("shop")
        post.receiver.answer("shop.example", .answered(status: 410, text: "gone"))
        try await post.put("msg_1", to: "shop")
        await post.runner.sendDue()
        let hook = post.documents.now.document(Webhook.self, post.key("shop").id)
        #expect(hook?.isActive == false)
        let history = try await post.documents.history(
            of: post.key("shop"), before: nil, limit: 1)
        #expect(history.first?.by.party == "server")
        let row = try #require(try await post.rows("shop").first)
        #expect(row.state == .dead && row.answer?.status == 410)
        // What was put down before is not sent any more, but a test is.
        try await post.put("msg_2", to: "shop")
        await post.runner.sendDue()
        #expect(try await post.rows("shop").first?.answer?.problem == "switched_off")
        #expect(post.receiver.asked.count == 1)
        try await post.put("msg_3", to: "shop", kind: WebhookJSON.testEvent)
        await post.runner.sendDue()
        #expect(post.receiver.asked.count == 2)
    }

    @Test("Without a secret nothing is sent; once there is one, it is")
    func noSecret() async throws {
        let post = Post()
        try await post.makeHook("shop", hasSecret: false)
        try await post.put("msg_1", to: "shop")
        await post.runner.sendDue()
        #expect(post.receiver.asked.isEmpty)
        #expect(try await post.rows("shop").first?.answer?.problem == "no_secret")
        let made = try await post.secrets.rotate(of: post.key("shop").id, by: Post.admin)
        #expect(made.text.hasPrefix("whsec_") && made.formerUntil == nil)
        #expect(Data(base64Encoded: String(made.text.dropFirst(6)))?.count == 32)
        await post.pass(.seconds(5), by: .seconds(5))
        #expect(try await post.rows("shop").first?.state == .delivered)
    }

    @Test("For a day after a rotation both secrets sign, then the new one alone")
    func rotation() async throws {
        let post = Post()
        try await post.makeHook("shop")
        let made = try await post.secrets.rotate(of: post.key("shop").id, by: Post.admin)
        #expect(made.formerUntil == post.clock.now().advanced(by: .seconds(86_400)))
        func signatures(_ name: String) async throws -> Int {
            try await post.put(name, to: "shop")
            await post.runner.sendDue()
            return post.receiver.asked.last?.headers["webhook-signature"]?
                .split(separator: " ").count ?? 0
        }
        #expect(try await signatures("a") == 2)
        post.clock.advance(by: .seconds(86_399))
        #expect(try await signatures("b") == 2)
        post.clock.advance(by: .seconds(1))
        #expect(try await signatures("c") == 1)
        let item = try #require(post.documents.now[post.key("shop")])
        #expect(item.stored["secret"] != .string(""))
        #expect(!item.stored.text.contains("whsec"))
    }

    @Test("A hook that hangs has at most four on their way, and delays nobody")
    func hanging() async throws {
        let post = Post()
        try await post.makeHook("slow")
        try await post.makeHook("fast")
        let stuck = StuckSender()
        let runner = OutboxRunner(post.outbox, sender: stuck, logger: .init(label: "test"))
        for number in 0..<50 { try await post.put("slow-\(number)", to: "slow") }
        for number in 0..<50 { try await post.put("fast-\(number)", to: "fast") }
        let running = Task { await runner.run() }
        while try await !post.rows("fast").allSatisfy({ $0.state == .delivered }) {
            await Task.yield()
        }
        #expect(stuck.count == 4)
        #expect(try await post.rows("slow").allSatisfy { $0.attempts == 0 })
        running.cancel()
        await running.value
        // Nobody knows what came of those: they are due again when their leases are over.
        post.clock.advance(by: OutboxRunner.lease)
        await post.runner.sendDue()
        #expect(try await post.rows("slow").allSatisfy { $0.state == .delivered })
    }
}

/// Hangs with what goes to `slow`, until it is cancelled; the rest is delivered.
private final class StuckSender: OutboxSender {
    private let hanging = Atomic(0)
    private let clock = ManualClock()

    var count: Int { hanging.load(ordering: .relaxed) }

    func send(_ row: OutboxRow) async -> OutboxAttempt {
        let answer = OutboxAnswer(at: clock.now())
        guard row.message.target == "slow" else { return .delivered(answer) }
        hanging.add(1, ordering: .relaxed)
        let (forever, _) = AsyncStream.makeStream(of: Void.self)
        for await _ in forever {}
        return .failed(answer)
    }
}

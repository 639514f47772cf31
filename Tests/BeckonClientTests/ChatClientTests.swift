import BeckonClient
import Testing

/// A line whose other end is the test.
private final class FakeLine: ChatLine {
    private let texts: AsyncStream<Result<[UInt8], ChatLineClosed>>
    private let toReader: AsyncStream<Result<[UInt8], ChatLineClosed>>.Continuation
    let written: AsyncStream<String>
    private let writer: AsyncStream<String>.Continuation

    init() {
        (texts, toReader) = AsyncStream.makeStream()
        (written, writer) = AsyncStream.makeStream()
    }

    func receive() async throws -> [UInt8] {
        var iterator = texts.makeAsyncIterator()
        guard let next = await iterator.next() else { throw ChatLineClosed(code: 1006) }
        return try next.get()
    }

    func send(_ text: [UInt8]) async throws { writer.yield(String(decoding: text, as: UTF8.self)) }

    func close(code: Int) async {
        toReader.finish()
        writer.yield("closed \(code)")
        writer.finish()
    }

    func say(_ text: String) { toReader.yield(.success(Array(text.utf8))) }
    func end(code: Int) { toReader.yield(.failure(ChatLineClosed(code: code))) }

    /// The first one written that holds these words.
    func wrote(_ words: String) async -> String? { await written.first { $0.contains(words) } }
}

private final class FakeTransport: ChatTransport {
    let lines: AsyncStream<FakeLine>
    private let opened: AsyncStream<FakeLine>.Continuation

    struct NoAnswer: Error {}

    init() { (lines, opened) = AsyncStream.makeStream() }

    func open(_ path: String) async throws -> any ChatLine {
        let line = FakeLine()
        opened.yield(line)
        return line
    }

    func get(_ path: String) async throws -> (status: Int, body: [UInt8]) { throw NoAnswer() }

    func next() async throws -> FakeLine { try #require(await lines.first { _ in true }) }

    /// The next line that is greeted in time and on which these words are written; on a busy machine the client gives up on one that is not.
    func next(writing words: String) async throws -> (line: FakeLine, text: String) {
        while true {
            let line = try await next()
            line.say(Frames.hello())
            if let text = await line.wrote(words) { return (line, text) }
        }
    }
}

@Suite("A client drives a session over a transport", .timeLimit(.minutes(2)))
struct ChatClientTests {
    private func client(_ transport: FakeTransport) -> ChatClient {
        ChatClient(ChatSession(side: .customer, id: "me"), over: transport) { _, _ in }
    }

    @Test("What was not acked on one line is sent by the next")
    func comesBack() async throws {
        let transport = FakeTransport()
        let client = client(transport)
        async let running: Void = client.run()
        let id = try await client.ask("Help")
        let (first, asked) = try await transport.next(writing: "create_ticket")
        #expect(asked.contains("\(id)"))
        first.end(code: 1011)
        let (second, askedAgain) = try await transport.next(writing: "create_ticket")
        #expect(askedAgain.contains("\(id)"))
        second.say(Frames.ack(id, 3))
        second.say(Frames.created())
        #expect(await second.wrote("sync") != nil)
        #expect(await client.session.outbox.items.isEmpty)
        await client.stop()
        await running
        #expect(await second.wrote("closed") == "closed 1000")
    }

    @Test("Whoever is signed out is not kept waiting")
    func signedOut() async throws {
        let transport = FakeTransport()
        let client = client(transport)
        async let running: Void = client.run()
        let refusals = Task { for await line in transport.lines { line.end(code: 4401) } }
        await running
        refusals.cancel()
        #expect(await client.session.line == .stopped(.signedOut))
    }

    @Test("A cancelled task closes its line and returns")
    func cancelled() async throws {
        let transport = FakeTransport()
        let client = client(transport)
        let running = Task { await client.run() }
        let line = try await transport.next()
        line.say(Frames.hello())
        running.cancel()
        #expect(await line.wrote("closed") == "closed 1000")
        await running.value
        #expect(await client.session.line == .stopped(.unwanted))
    }
}

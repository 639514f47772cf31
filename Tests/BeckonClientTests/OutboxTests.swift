import BeckonClient
import Foundation
import Testing

@Suite("What was written is kept until it is acked")
struct OutboxTests {
    private let ticket = Frames.id(Frames.t1)

    private func item(_ id: String, _ command: ChatCommand = .say(text: "Hi")) -> OutboxItem {
        OutboxItem(id: CommandID(unchecked: id), command, to: .ticket(ticket))
    }

    private func outbox(_ ids: String...) throws -> Outbox {
        var outbox = Outbox()
        for id in ids { try outbox.written(item(id)) }
        return outbox
    }

    private func refusal(_ code: String, after: Duration? = nil) -> ReceivedFrame.Refusal {
        var refusal = ReceivedFrame.Refusal(code: code, message: "No.")
        refusal.retryAfter = after
        return refusal
    }

    private func id(_ text: String) -> CommandID { CommandID(unchecked: text) }

    @Test("Each is sent once by a line, in the order of writing, and again by the next")
    func order() throws {
        var outbox = try outbox("a", "b")
        #expect(outbox.flushed(now: .zero).map(\.id.rawValue) == ["a", "b"])
        try outbox.written(item("c"))
        #expect(outbox.flushed(now: .zero).map(\.id.rawValue) == ["c"])
        #expect(outbox.flushed(now: .zero).isEmpty)
        #expect(outbox.lineLost().isEmpty)
        #expect(outbox.flushed(now: .zero).map(\.id.rawValue) == ["a", "b", "c"])
    }

    @Test("An ack takes it off; an ack for nothing, or a second one, does nothing")
    func acked() throws {
        var outbox = try outbox("a", "b")
        _ = outbox.flushed(now: .zero)
        #expect(outbox.settled(id("nobody's"), in: ticket) == nil)
        #expect(outbox.settled(id("a"), in: ticket)?.id == id("a"))
        #expect(outbox.settled(id("a"), in: ticket) == nil)
        #expect(outbox.refused(id("a"), refusal("forbidden"), now: .zero) == nil)
        #expect(outbox.items.map(\.id) == [id("b")])
    }

    @Test("Full is full: what is beyond is refused, and nothing is lost")
    func full() throws {
        var outbox = Outbox()
        for index in 0..<Outbox.limit { try outbox.written(item("\(index)")) }
        #expect(throws: Outbox.Failure.full) { try outbox.written(item("more")) }
        #expect(outbox.items.count == Outbox.limit)
        _ = outbox.settled(id("0"), in: ticket)
        try outbox.written(item("more"))
    }

    @Test("What the server would close the line for is refused at once")
    func tooLarge() throws {
        var outbox = Outbox()
        let long = String(repeating: "x", count: 65_536)
        #expect(throws: Outbox.Failure.tooLarge) {
            try outbox.written(item("a", .say(text: long)))
        }
        try outbox.written(item("b", .say(text: String(long.dropLast(300)))))
    }

    @Test("A refusal for the moment is waited out, longer each time, and at last it has failed")
    func passing() throws {
        var outbox = try outbox("a")
        var now = Duration.zero
        for count in 1..<Outbox.attempts {
            #expect(outbox.flushed(now: now).count == 1)
            #expect(outbox.refused(id("a"), refusal("store_unavailable"), now: now) == .again)
            #expect(outbox.deadline == now + .seconds(2 * count))
            #expect(outbox.flushed(now: now + .seconds(1)).isEmpty)
            now += .seconds(2 * count)
        }
        #expect(outbox.flushed(now: now).count == 1)
        guard case .failed? = outbox.refused(id("a"), refusal("store_unavailable"), now: now) else {
            Issue.record("it never fails")
            return
        }
        #expect(outbox.items.first?.state == .failed(code: "store_unavailable"))
        outbox.retried(id("a"))
        #expect(outbox.flushed(now: now).count == 1)
    }

    @Test("The server says how long to wait")
    func retryAfter() throws {
        var outbox = try outbox("a")
        _ = outbox.flushed(now: .zero)
        let later = refusal("rate_limited", after: .milliseconds(300))
        #expect(outbox.refused(id("a"), later, now: .zero) == .again)
        #expect(outbox.deadline == .milliseconds(300))
    }

    @Test(
        "A text that was refused for good stays until somebody decides; a command without one goes")
    func failed() throws {
        var outbox = try outbox("a")
        try outbox.written(item("b", .setStatus(.closed)))
        _ = outbox.flushed(now: .zero)
        _ = outbox.refused(id("a"), refusal("not_assigned"), now: .zero)
        _ = outbox.refused(id("b"), refusal("forbidden"), now: .zero)
        #expect(outbox.items.map(\.state) == [.failed(code: "not_assigned")])
        #expect(outbox.flushed(now: .seconds(9)).isEmpty)
        #expect(outbox.discarded(id("a")).map(\.id) == [id("a")])
        #expect(outbox.items.isEmpty)
    }

    @Test("What was written for a ticket that is being opened waits for it, and is sent to it")
    func opening() throws {
        var outbox = Outbox()
        let ask = OutboxItem(id: id("ask"), .ask(text: "Help"), to: .new)
        try outbox.written(ask)
        let more = OutboxItem(id: id("more"), .say(text: "More"), to: .opened(by: ask.id))
        try outbox.written(more)
        #expect(outbox.flushed(now: .zero).map(\.id) == [ask.id])
        _ = outbox.settled(ask.id, in: ticket)
        #expect(outbox.flushed(now: .zero).map(\.target) == [.ticket(ticket)])
        try outbox.written(OutboxItem(id: id("late"), .say(text: "Late"), to: .opened(by: ask.id)))
        #expect(outbox[id("late")]?.target == .ticket(ticket))
        #expect(throws: Outbox.Failure.noTicket) {
            try outbox.written(OutboxItem(id: id("x"), .say(text: "X"), to: .opened(by: id("y"))))
        }
    }

    @Test("Taking back a question takes back what was written for it")
    func discardedOpening() throws {
        var outbox = Outbox()
        try outbox.written(OutboxItem(id: id("ask"), .ask(text: "Help"), to: .new))
        try outbox.written(OutboxItem(id: id("b"), .say(text: "More"), to: .opened(by: id("ask"))))
        #expect(outbox.discarded(id("ask")).count == 2)
        #expect(outbox.items.isEmpty)
    }

    @Test("What is held can be taken back, and is sent when its time has come")
    func held() throws {
        var outbox = Outbox()
        try outbox.written(item("a", .setStatus(.resolved)), heldUntil: .seconds(6))
        #expect(outbox.flushed(now: .seconds(5)).isEmpty && outbox.deadline == .seconds(6))
        #expect(outbox.flushed(now: .seconds(6)).count == 1)
        #expect(outbox.deadline == nil)
    }

    @Test("What moves a ticket between agents does not outlive the line")
    func passingCommands() throws {
        var outbox = try outbox("a")
        try outbox.written(item("b", .release))
        try outbox.written(item("c", .transfer(to: "sam")))
        _ = outbox.flushed(now: .zero)
        #expect(outbox.lineLost().map(\.id.rawValue) == ["b", "c"])
        #expect(outbox.items.map(\.id.rawValue) == ["a"])
    }

    @Test("What is encoded and read back is sent again, what had failed has failed")
    func kept() throws {
        var outbox = try outbox("a", "b")
        _ = outbox.flushed(now: .zero)
        _ = outbox.refused(id("b"), refusal("chat_paused"), now: .zero)
        let data = try JSONEncoder().encode(outbox.items)
        var again = Outbox(kept: try JSONDecoder().decode([OutboxItem].self, from: data))
        #expect(again.items.map(\.state) == [.queued, .failed(code: "chat_paused")])
        #expect(again.flushed(now: .zero).map(\.id) == [id("a")])
        again.chatWentOn(ticket)
        #expect(again.flushed(now: .zero).map(\.id) == [id("b")])
    }

    @Test(
        "A command is the frame that docs/api.md says",
        arguments: [
            (
                ChatCommand.say(text: "Hi \"you\"", isLeft: true),
                #"{"type":"message","ticket_id":"\#(Frames.t1)","text":"Hi \"you\"","offline":true,"client_id":"a"}"#
            ),
            (
                .say(text: "Hi", seenUpTo: 4),
                #"{"type":"message","ticket_id":"\#(Frames.t1)","text":"Hi","seen_seq":4,"client_id":"a"}"#
            ),
            (
                .note(text: "N"),
                #"{"type":"note","ticket_id":"\#(Frames.t1)","text":"N","client_id":"a"}"#
            ),
            (
                .setStatus(.pending),
                #"{"type":"set_status","ticket_id":"\#(Frames.t1)","status":"pending","client_id":"a"}"#
            ),
            (
                .rate(score: 4),
                #"{"type":"rate","ticket_id":"\#(Frames.t1)","score":4,"client_id":"a"}"#
            ),
            (
                .setPriority(.urgent),
                #"{"type":"set_priority","ticket_id":"\#(Frames.t1)","priority":"urgent","client_id":"a"}"#
            ),
            (.release, #"{"type":"release","ticket_id":"\#(Frames.t1)","client_id":"a"}"#),
            (
                .transfer(to: "sam"),
                #"{"type":"transfer","ticket_id":"\#(Frames.t1)","staff_id":"sam","client_id":"a"}"#
            ),
        ])
    func frames(_ command: ChatCommand, _ frame: String) {
        #expect(item("a", command).frame.map { String(decoding: $0, as: UTF8.self) } == frame)
    }
}

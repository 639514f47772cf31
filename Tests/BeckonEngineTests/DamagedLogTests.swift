import BeckonEngine
import BeckonModel
import BeckonStore
import BeckonWire
import Testing

private typealias B = EngineBench

@Suite("A log that this version cannot fully read")
struct DamagedLogTests {
    /// Puts a line into the store as another version, or a broken disk, would leave it.
    private static func append(_ line: String, to id: TicketID, in store: HoldingStore) async throws
    {
        let seq = try await store.log(of: id, after: 0, limit: 1000).count + 1
        let at = Timestamp(milliseconds: 2_000_000)
        let head = #""ticket_id":"\#(id)","seq":\#(seq),"at":"\#(at.rfc3339)""#
        let bytes = Array(line.replacing("HEAD", with: head).utf8)
        let stored = LogLine(seq: seq, at: at, isInternal: false, bytes: bytes)
        let entry = Entry(ticket: id, seq: seq, at: at, body: .hidden)
        let outcome = await withCheckedContinuation { continuation in
            store.append(
                Append(ticket: id, encoded: [EncodedEntry(entry: entry, line: stored)]) {
                    continuation.resume(returning: $0)
                })
        }
        #expect(outcome == .committed)
    }

    private static func unknown(needs: Int) -> String {
        #"{"type":"snoozed",HEAD,"needs":\#(needs),"until":"2027"}"#
    }

    @Test("An entry of a newer version is skipped, and work goes on beyond it")
    func skipped() async throws {
        try await EngineBench.run { bench in
            let id = try await bench.open().ticket
            let line = Self.unknown(needs: Ticket.rulesVersion)
            try await Self.append(line, to: id, in: bench.store)
            try await EngineBench.run(EngineBench(store: bench.store)) { other in
                let answer = try await other.run(.say("Still there?"), on: id)
                #expect(answer.seq == 5)
            }
        }
    }

    @Test("One that needs rules of a newer version leaves the ticket to be read")
    func newer() async throws {
        try await readsOnly(Self.unknown(needs: Ticket.rulesVersion + 1), .newer)
    }

    @Test(
        "So does a line that cannot be read",
        arguments: ["{", "", #"{"type":"message",HEAD}"#, #"{"type":"snoozed","seq":3}"#])
    func damaged(_ line: String) async throws {
        try await readsOnly(line, .damaged)
    }

    private func readsOnly(_ line: String, _ why: Ticket.ReadOnly) async throws {
        try await EngineBench.run { bench in
            let id = try await bench.open().ticket
            try await Self.append(line, to: id, in: bench.store)
            try await EngineBench.run(EngineBench(store: bench.store)) { other in
                try await Self.check(id, other, why)
            }
        }
    }

    private static func check(
        _ id: TicketID, _ bench: EngineBench, _ why: Ticket.ReadOnly
    ) async throws {
        for (command, source) in [
            (Command.say("Hello?"), B.customer), (.setStatus(.closed), B.customer),
            (.pick, B.agent()), (.note(text: "Look", clientID: nil), B.agent()),
            (.staffWentOffline(B.dana.id), Submission.Source.clock),
            (.linkFollowUp(id, number: 2), .clock),
        ] {
            await #expect(throws: Failure.ticket(.readOnly(why)), "\(command)") {
                try await bench.run(command, on: id, by: source)
            }
        }
        let record = try await bench.engine.record(of: id, for: .customer(B.mia))
        #expect(record.ticket.readOnly == why)
        let resume = try await bench.engine.resume(id, after: 0, for: .customer(B.mia))
        #expect(resume.record.ticket.seq == 4)
        #expect(try await bench.store.log(of: id, after: 0, limit: 100).count == 4)
    }
}

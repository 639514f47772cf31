import BeckonClient
import BeckonModel
import Testing

@Suite("An agent's session")
struct ChatSessionDeskTests {
    private let t1 = Frames.id(Frames.t1)

    private func ticket(_ row: String) -> String { #"{"type":"ticket","ticket":\#(row)}"# }

    @Test("It watches the lists, and is online again as it chose, but has no ticket by itself")
    func presence() {
        var desk = Driver.open(.staff)
        desk.change { $0.chose(isOnline: true, now: $1) }
        desk.receive(#"{"type":"status_updated","status":"online"}"#)
        #expect(desk.session.isOnline)
        desk.lose()
        desk.forget()
        desk.comeBack()
        #expect(
            desk.sent == [#"{"type":"status","status":"online"}"#, #"{"type":"watch","on":true}"#])
        #expect(desk.requests == [.list(.waiting), .list(.mine)])
        #expect(!desk.session.isOnline)
    }

    @Test("A choice that the server has not confirmed is said again by the next line")
    func unsaidChoice() {
        var desk = Driver.open(.staff, isOnline: true)
        desk.change { $0.chose(isOnline: false, now: $1) }
        desk.lose()
        desk.forget()
        desk.comeBack(isOnline: true)
        #expect(desk.sent.first == #"{"type":"status","status":"offline"}"#)
        desk.receive(#"{"type":"status_updated","status":"offline"}"#)
        desk.lose()
        desk.forget()
        desk.comeBack(isOnline: true)
        #expect(desk.types == ["watch"])
    }

    @Test("A list has its order and its members from the model")
    func lists() {
        var desk = Driver.open(.staff)
        let ids = (1...5).map { "019c8000-0000-7000-8000-00000000000\($0)" }
        desk.receive(
            ticket(Frames.row(1001, ids[0], since: "2026-03-01T09:00:05.000Z")),
            ticket(Frames.row(1002, ids[1], since: "2026-03-01T09:00:04.000Z")),
            ticket(Frames.row(1003, ids[2], priority: "urgent")),
            ticket(Frames.row(1004, ids[3], chat: "live", assignee: "me")),
            ticket(Frames.row(1005, ids[4], status: "closed", chat: "closed")))
        #expect(desk.session.list(.waiting).map(\.number) == [1003, 1002, 1001])
        #expect(desk.session.list(.mine).map(\.number) == [1004])
        #expect(desk.session.list(.closed).map(\.number) == [1005])
        #expect(desk.session.list(.all).map(\.number) == [1004, 1003, 1002, 1001])
    }

    @Test("An older state of a row is let go; an entry is folded into its row at once")
    func rows() {
        var desk = Driver.open(.staff)
        desk.receive(ticket(Frames.row(1001, Frames.t1, seq: 3)))
        desk.receive(ticket(Frames.row(1001, Frames.t1, seq: 2, status: "closed", chat: "closed")))
        #expect(desk.session.rows[t1]?.status == .open)
        desk.receive(Frames.assigned(4, to: "me"))
        #expect(desk.session.rows[t1]?.chat == .live && desk.session.list(.mine).count == 1)
        desk.receive(Frames.assigned(7, to: "sam"))
        #expect(desk.session.rows[t1]?.assignee?.id == "me")
    }

    @Test("What left a list while the line was down is not shown in it any more")
    func staleRows() {
        var desk = Driver.open(.staff)
        desk.receive(ticket(Frames.row(1001, Frames.t1)), ticket(Frames.row(1002, Frames.t2)))
        desk.lose()
        desk.comeBack()
        let body = #"{"tickets":[\#(Frames.row(1002, Frames.t2))]}"#
        desk.change { $0.answered(.list(.waiting), status: 200, body: Array(body.utf8), now: $1) }
        #expect(desk.session.list(.waiting).map(\.number) == [1002])
    }

    @Test("An open ticket that lacks what its row has is looked at a moment later")
    func behind() {
        var desk = Driver.open(.staff)
        desk.change { $0.opened(t1, now: $1) }
        desk.receive(Frames.created(), Frames.synced(1))
        desk.forget()
        desk.receive(ticket(Frames.row(1001, Frames.t1, seq: 2)))
        desk.receive(Frames.message(2, from: "user", by: "mia"))
        desk.pass(.milliseconds(500))
        #expect(!desk.types.contains("sync"))
        desk.receive(ticket(Frames.row(1001, Frames.t1, seq: 3)))
        desk.pass(.milliseconds(500))
        #expect(desk.types.contains("sync"))
    }

    @Test("A ticket that is left is not followed any more")
    func leaves() {
        var desk = Driver.open(.staff)
        desk.change { $0.opened(t1, now: $1) }
        desk.change { $0.left(t1, now: $1) }
        #expect(desk.types == ["sync", "leave"] && desk.session.followed.isEmpty)
        desk.receive(Frames.message(2))
        #expect(desk.entries.isEmpty)
    }

    @Test("A pick is answered with who has the ticket")
    func picks() throws {
        var desk = Driver.open(.staff, isOnline: true)
        try desk.change { (session, now) throws(Outbox.Failure) in try session.picked(t1, now: now)
        }
        desk.receive(
            #"{"type":"ticket_picked","ticket_id":"\#(Frames.t1)","success":false,"code":"already_picked","#
                + #""message":"Sam has this ticket.","by":{"staff_id":"sam","name":"Sam"}}"#)
        let by = desk.events.compactMap {
            if case .picked(_, let refusal) = $0 { refusal?.by?.name } else { nil }
        }
        #expect(by == ["Sam"])
    }

    @Test("What is looked at is marked as seen once, unless a colleague has it")
    func seen() {
        var desk = Driver.open(.staff, isOnline: true)
        desk.change { $0.opened(t1, now: $1) }
        desk.receive(Frames.created(), Frames.message(2, from: "user", by: "mia"))
        desk.forget()
        desk.change { $0.looked(at: t1, upTo: 2, now: $1) }
        desk.change { $0.looked(at: t1, upTo: 2, now: $1) }
        desk.change { $0.looked(at: t1, upTo: 99, now: $1) }
        #expect(desk.sent == [#"{"type":"seen","ticket_id":"\#(Frames.t1)","seq":2}"#])
        desk.receive(Frames.assigned(3, to: "sam"), Frames.message(4, from: "user", by: "mia"))
        desk.forget()
        desk.change { $0.looked(at: t1, upTo: 4, now: $1) }
        #expect(desk.sent.isEmpty)
    }

    @Test("Somebody is shown as writing for 5 s, or until their message comes")
    func typing() {
        var page = Driver.open()
        page.receive(Frames.created())
        let frame = #"{"type":"typing","ticket_id":"\#(Frames.t1)","from":"staff","name":"dana"}"#
        page.receive(frame)
        #expect(page.session[t1]?.typing.map(\.name) == ["dana"])
        page.pass(.seconds(5))
        #expect(page.session[t1]?.typing.isEmpty == true)
        page.receive(frame, Frames.message(2))
        #expect(page.session[t1]?.typing.isEmpty == true)
    }

    @Test("The other side is told of typing every 3 s")
    func types() {
        var page = Driver.open()
        for _ in 0..<7 {
            page.change { $0.typed(in: t1, now: $1) }
            page.pass(.seconds(1))
        }
        #expect(page.types == ["typing", "typing", "typing"])
    }

    @Test("The names of the SDK are those of the model")
    func names() {
        #expect(TicketStatus.allCases.map(\.rawValue) == Status.allCases.map(\.rawValue))
        #expect(ChatState.allCases.map(\.rawValue) == Chat.allCases.map(\.rawValue))
        #expect(TicketPriority.allCases.map(\.rawValue) == Priority.allCases.map(\.rawValue))
        #expect(TicketAction.allCases.map(\.rawValue) == Action.allCases.map(\.rawValue))
        #expect(TicketListName.allCases.map(\.rawValue) == TicketList.allCases.map(\.rawValue))
        #expect(StaffRole.allCases.map(\.rawValue) == Role.allCases.map(\.rawValue))
        #expect(
            TicketSummary.ReadOnly.allCases.map(\.rawValue)
                == Ticket.ReadOnly.allCases.map(\.rawValue))
    }
}

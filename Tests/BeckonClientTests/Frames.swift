import BeckonClient
import BeckonModel

/// Frames of a server, as text.
enum Frames {
    static let t1 = "019c8000-0000-7000-8000-0000000003e9"
    static let t2 = "019c8000-0000-7000-8000-0000000003ea"
    static let at = "2026-03-01T09:00:07.919Z"

    static func hello(_ side: ChatSide = .customer, isOnline: Bool = false) -> String {
        let more = side == .staff ? #","status":"\#(isOnline ? "online" : "offline")""# : ""
        return #"{"type":"hello","role":"\#(side.rawValue)","id":"me","name":"Me"\#(more)}"#
    }

    static func created(_ ticket: String = t1) -> String {
        #"{"type":"ticket_created","ticket_id":"\#(ticket)","seq":1,"at":"\#(at)","number":1001,"user_id":"me","#
            + #""user_name":"Me","subject":"Help","priority":"normal"}"#
    }

    static func message(
        _ seq: Int, _ text: String = "Hi", from: String = "staff", by: String = "dana",
        id: String? = nil, ticket: String = t1
    ) -> String {
        let id = id.map { #","client_id":"\#($0)""# } ?? ""
        return
            #"{"type":"message","ticket_id":"\#(ticket)","seq":\#(seq),"at":"\#(at)","from":"\#(from)","#
            + #""author_id":"\#(by)","author_name":"\#(by)","text":"\#(text)"\#(id)}"#
    }

    static func assigned(_ seq: Int, to staff: String = "dana") -> String {
        #"{"type":"assigned","ticket_id":"\#(t1)","seq":\#(seq),"at":"\#(at)","staff_id":"\#(staff)","staff_name":"\#(staff)"}"#
    }

    static func offline(_ seq: Int) -> String {
        #"{"type":"staff_offline","ticket_id":"\#(t1)","seq":\#(seq),"at":"\#(at)","staff_id":"dana","staff_name":"dana"}"#
    }

    static func ack(_ id: CommandID, _ seq: Int, ticket: String = t1) -> String {
        #"{"type":"ack","client_id":"\#(id)","ticket_id":"\#(ticket)","seq":\#(seq),"at":"\#(at)"}"#
    }

    static func error(
        _ code: String, _ id: CommandID? = nil, ticket: String? = nil, _ more: String = ""
    )
        -> String
    {
        let id = id.map { #","client_id":"\#($0)""# } ?? ""
        let ticket = ticket.map { #","ticket_id":"\#($0)""# } ?? ""
        return #"{"type":"error","code":"\#(code)","message":"No."\#(id)\#(ticket)\#(more)}"#
    }

    static func synced(_ seq: Int, ticket: String = t1) -> String {
        #"{"type":"synced","ticket_id":"\#(ticket)","seq":\#(seq)}"#
    }

    static func resync(_ seq: Int, _ reason: String = "too_far_behind") -> String {
        #"{"type":"resync","ticket_id":"\#(t1)","seq":\#(seq),"reason":"\#(reason)"}"#
    }

    static func row(
        _ number: Int, _ id: String, seq: Int = 3, status: String = "open",
        chat: String = "waiting",
        priority: String = "normal", since: String = at, updated: String = at,
        assignee: String? = nil
    ) -> String {
        let assignee = assignee.map { #""assignee":{"staff_id":"\#($0)","name":"\#($0)"},"# } ?? ""
        return
            #"{"ticket_id":"\#(id)","number":\#(number),"subject":"Help","status":"\#(status)","chat":"\#(chat)","#
            + #""priority":"\#(priority)","user_id":"mia","user_name":"Mia",\#(assignee)"seq":\#(seq),"created_at":"\#(at)","#
            + #""updated_at":"\#(updated)","waiting_since":"\#(since)","marks":{"user":{"delivered":0,"seen":0},"#
            + #""staff":{"delivered":0,"seen":0}}}"#
    }

    static func id(_ text: String) -> TicketView.ID {
        TicketView.ID(text) ?? .init(.init(high: 0, low: 0))
    }

    static func read(_ text: String) -> ReceivedFrame? { ReceivedFrame(Array(text.utf8)) }

    static func entry(_ text: String) -> ChatEntry? {
        if case .entry(let entry)? = read(text) { entry } else { nil }
    }
}

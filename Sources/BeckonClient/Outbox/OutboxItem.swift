import BeckonWire

/// A command that the server has not answered yet, or has refused. To be kept where it survives the process, encode it.
public struct OutboxItem: Hashable, Sendable, Codable, Identifiable {
    /// What it is for.
    public enum Target: Hashable, Sendable, Codable {
        /// It opens a ticket.
        case new
        case ticket(TicketView.ID)
        /// The ticket that this command opens, once it has: until then it waits.
        case opened(by: CommandID)
    }

    /// What has become of it.
    public enum State: Hashable, Sendable {
        /// To be sent. Next: sending.
        case queued
        /// Sent by the line that stands. Next: gone (acked), queued (the line is lost, or it was refused for the moment), failed.
        case sending
        /// Refused for good, with the server's code. Next: queued (`retried`), gone (`discarded`).
        case failed(code: String)
    }

    /// Under which it stands once, however often it is sent.
    public let id: CommandID
    public internal(set) var command: ChatCommand
    public internal(set) var target: Target
    public internal(set) var state = State.queued
    /// Not sent before: until then it can be taken back. By the clock of who drives the session.
    var heldUntil: Duration?
    var refusals = 0

    /// One that nobody has sent yet.
    public init(id: CommandID, _ command: ChatCommand, to target: Target) {
        self.id = id
        self.command = command
        self.target = target
    }

    /// The frame as it is sent; `nil` while the ticket that it is for is not known.
    package var frame: [UInt8]? {
        switch target {
        case .new: frame(of: nil)
        case .ticket(let ticket): frame(of: ticket)
        case .opened: nil
        }
    }

    func frame(of ticket: TicketView.ID?) -> [UInt8] {
        JSONWriter.frame(type) { json in
            if let ticket { json.field("ticket_id", ticket.value) }
            switch command {
            case .ask(let text, let subject):
                json.field("text", text)
                json.field("subject", subject)
            case .say(let text, let isLeft, let seenUpTo):
                json.field("text", text)
                if isLeft { json.field("offline", true) }
                if let seenUpTo { json.field("seen_seq", seenUpTo) }
            case .note(let text): json.field("text", text)
            case .setStatus(let status): json.field("status", status.rawValue)
            case .rate(let score, let comment):
                json.field("score", score)
                json.field("comment", comment)
            case .setPriority(let priority): json.field("priority", priority.rawValue)
            case .setSubject(let subject): json.field("subject", subject)
            case .setTags(let add, let remove):
                json.array("add", add) { $0.string($1) }
                json.array("remove", remove) { $0.string($1) }
            case .move(let inbox, let team):
                json.field("inbox", inbox)
                json.field("team", team)
            case .release: break
            case .transfer(let staff): json.field("staff_id", staff)
            }
            json.field("client_id", id.rawValue)
        }
    }

    private var type: StaticString {
        switch command {
        case .ask: "create_ticket"
        case .say: "message"
        case .note: "note"
        case .setStatus: "set_status"
        case .rate: "rate"
        case .setPriority: "set_priority"
        case .setSubject: "set_subject"
        case .setTags: "set_tags"
        case .move: "move"
        case .release: "release"
        case .transfer: "transfer"
        }
    }

    // MARK: Codable

    private enum CodingKeys: String, CodingKey { case id, command, target, failed }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        id = try values.decode(CommandID.self, forKey: .id)
        command = try values.decode(ChatCommand.self, forKey: .command)
        target = try values.decode(Target.self, forKey: .target)
        if let code = try values.decodeIfPresent(String.self, forKey: .failed) {
            state = .failed(code: code)
        }
    }

    /// What is being sent was not answered: whoever reads it back sends it again.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(id, forKey: .id)
        try values.encode(command, forKey: .command)
        try values.encode(target, forKey: .target)
        if case .failed(let code) = state { try values.encode(code, forKey: .failed) }
    }
}

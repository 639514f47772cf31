/// What somebody wants done, with a `client_id`: docs/api.md, "From customers" and "From staff".
public enum ChatCommand: Hashable, Sendable, Codable {
    /// A new ticket. The subject is made of the text's first line where there is none.
    case ask(text: String, subject: String? = nil)
    /// A message. `isLeft`: a customer knows that their agent is away, and leaves it on purpose.
    /// `seenUpTo`: number of the newest entry that an agent had seen: refused with `newer_messages` when the customer wrote meanwhile.
    case say(text: String, isLeft: Bool = false, seenUpTo: Int? = nil)
    /// Internal, for staff.
    case note(text: String)
    case setStatus(TicketStatus)
    /// 1–5 stars, by the customer.
    case rate(score: Int, comment: String? = nil)
    case setPriority(TicketPriority)
    case setSubject(String)
    /// Puts tags on and takes others off, by their ids.
    case setTags(add: [String], remove: [String])
    /// To another inbox or team, by their ids; what is `nil` stays. An empty team: none.
    case move(inbox: String?, team: String?)
    /// Back to the queue.
    case release
    /// To another agent, who must be online.
    case transfer(to: String)

    /// What somebody wrote, and must not be lost.
    public var text: String? {
        switch self {
        case .ask(let text, _), .say(let text, _, _), .note(let text): text
        case .setStatus, .rate, .setPriority, .setSubject, .setTags, .move, .release, .transfer: nil
        }
    }

    /// Whether it is kept while the line is down, and sent by the next one. What moves a ticket between agents is not: by then
    /// somebody else may have it.
    public var isLasting: Bool {
        switch self {
        case .ask, .say, .note, .setStatus, .rate: true
        case .setPriority, .setSubject, .setTags, .move, .release, .transfer: false
        }
    }
}

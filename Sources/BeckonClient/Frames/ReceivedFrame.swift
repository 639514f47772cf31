/// What the server says in one text message: docs/api.md, "From the server".
public enum ReceivedFrame: Hashable, Sendable {
    /// First of all frames: who one is.
    case hello(Hello)
    /// A line of a ticket's log.
    case entry(ChatEntry)
    case ack(Ack)
    case refusal(Refusal)
    case synced(TicketView.ID, seq: Int, TicketSummary?)
    /// The missing entries must be read over HTTP. `reason`: `ahead` or `too_far_behind`.
    case resync(TicketView.ID, seq: Int, reason: String)
    /// `refusal` is `nil` when the ticket is the agent's now.
    case picked(TicketView.ID, refusal: Refusal?)
    /// A ticket waits for an agent.
    case newTicket(TicketView.ID, TicketSummary?)
    /// A ticket changed, for desks.
    case ticket(TicketSummary)
    case counts([TicketListName: Int])
    case marks(TicketView.ID, TicketMarks)
    case typing(TicketView.ID, from: ChatSide, name: String)
    case queue(TicketView.ID, TicketView.Queue)
    case viewing(TicketView.ID, [Person])
    /// The ticket is none of this agent's any more.
    case gone(TicketView.ID)
    /// Whether any agent is online, for customers.
    case availability(isStaffOnline: Bool)
    /// Whether the agent themselves counts as online.
    case presence(isOnline: Bool)
    case colleague(Person, isOnline: Bool)
    case customer(id: String, isOnline: Bool)
    /// Something that administrators set is other than before: who needs it reads it again.
    case settings(kind: String, id: String, revision: Int)
    /// The server restarts: it closes the line next.
    case goingAway(reconnectAfter: Duration)
    case pong
    /// Of a newer version of Beckon, or with a value that this one does not know; as it came.
    case unknown(type: String, text: [UInt8])

    /// Who the server takes this person for.
    public struct Hello: Hashable, Sendable {
        public let side: ChatSide
        public let me: Person
        /// Of an agent: whether they count as online.
        public let isOnline: Bool
        /// For a customer: whether any agent is online.
        public let isStaffOnline: Bool?
        /// The server is `beckon demo`, where nobody signs in.
        public let isDemo: Bool
        /// The server's time.
        public let at: ServerTime?
    }

    /// A command stands in the log, synced to the disk.
    public struct Ack: Hashable, Sendable {
        /// The id under which it was sent.
        public let command: CommandID
        public let ticket: TicketView.ID
        /// Number of the entry that it became, or of the newest one where nothing had to change.
        public let seq: Int
        public let at: ServerTime
    }

    /// Something was refused and changed nothing. docs/api.md, "Errors".
    public struct Refusal: Error, Hashable, Sendable {
        /// Stable.
        public let code: String
        /// For people, in English.
        public let message: String
        /// Of the command that was refused.
        public var command: CommandID?
        /// Of the frame that was refused.
        public var ticket: TicketView.ID?
        /// Of `rate_limited`.
        public var retryAfter: Duration?
        /// Of `newer_messages`.
        public var count: Int?
        /// Of `already_picked`: who has it.
        public var by: Person?

        public init(code: String, message: String) {
            self.code = code
            self.message = message
        }

        /// Whether the same may be asked again a moment later.
        public var isPassing: Bool {
            ["rate_limited", "store_unavailable", "draining", "internal"].contains(code)
        }
    }
}

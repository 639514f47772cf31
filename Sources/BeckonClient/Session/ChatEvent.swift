/// What a session tells whoever watches it.
public enum ChatEvent: Sendable {
    /// How the line stands, whenever that changes.
    case line(Reconnect.State)
    /// The server knows who this is; what was missed is on its way.
    case greeted(ReceivedFrame.Hello)
    /// An entry of a ticket that is followed: each once, in the order of the log, one's own too.
    case entry(ChatEntry)
    /// Something else of a followed ticket is other than before: marks, who writes, the place in the queue, who looks at it.
    case changed(TicketView.ID)
    /// What a followed ticket said before is not to be trusted: its log was read afresh.
    case restarted(TicketView.ID)
    /// A row of the lists is new, or other than before.
    case row(TicketView.ID)
    /// A ticket waits for an agent.
    case waiting(TicketView.ID)
    /// What was written stands in the log, at that number.
    case sent(OutboxItem, ticket: TicketView.ID, seq: Int)
    /// What was written was refused for good. It stays in the outbox where it has a text, until somebody retries or discards it.
    case refused(OutboxItem, ReceivedFrame.Refusal)
    /// The line was lost before the answer, and it is nothing that the next one sends: whether it was done is for the log to say.
    case dropped(OutboxItem)
    /// The answer to a pick; no refusal: the ticket is the agent's.
    case picked(TicketView.ID, ReceivedFrame.Refusal?)
    /// Whether the agent themselves counts as online.
    case presence(isOnline: Bool)
    /// Whether any agent is online, for customers.
    case availability(isStaffOnline: Bool)
    case colleague(Person, isOnline: Bool)
    case customer(id: String, isOnline: Bool)
    /// How many tickets the lists hold.
    case counts([TicketListName: Int])
    /// Something was refused that was no command from the outbox.
    case problem(ReceivedFrame.Refusal)
    /// Of a newer version of Beckon; as it came.
    case unknown(type: String, text: [UInt8])
}

/// Something to read over HTTP.
public enum ChatRequest: Hashable, Sendable {
    /// Entries of a ticket beyond what one `sync` brings.
    case entries(TicketView.ID, after: Int)
    /// A customer's own tickets, newest change first.
    case tickets
    /// The beginning of one of the desk's lists.
    case list(TicketListName)
    /// The rules of the inbox.
    case inbox

    /// What stands behind the server's address, to be asked with GET.
    public var path: String {
        switch self {
        case .entries(let ticket, let after):
            "/api/v1/tickets/\(ticket)/entries?after=\(after)&limit=500"
        case .tickets: "/api/v1/tickets?limit=100"
        case .list(let list): "/api/v1/tickets?list=\(list.rawValue)&limit=100"
        case .inbox: "/api/v1/inbox"
        }
    }
}

import BeckonModel

/// What was written and is not acked yet, in the order of writing. A value without I/O.
///
/// Each item has its own `client_id`, under which the server keeps it once: so it may be sent as often as it takes. An item leaves the
/// outbox when it is acked, or when somebody discards it; nothing else loses it.
public struct Outbox: Sendable {
    /// Items that are kept.
    public static let limit = 200
    /// So often an item is refused for the moment before it counts as failed.
    public static let attempts = 6
    /// After such a refusal, times the number of refusals; the server may say otherwise.
    public static let pause = Duration.seconds(2)

    /// Why something cannot be sent.
    public enum Failure: Error, Hashable, Sendable {
        case full
        /// Its frame would be beyond 64 KiB, for which the server closes the line.
        case tooLarge
        /// The line is down, and it is nothing that is kept for the next one.
        case lineDown
        /// Nothing here opens the ticket that it is for.
        case noTicket
    }

    /// What became of an item that was refused.
    public enum Refused: Hashable, Sendable {
        /// It is sent again by and by.
        case again
        case failed(OutboxItem)
    }

    /// In the order of writing.
    public private(set) var items: [OutboxItem] = []
    private var pausedUntil: Duration?
    /// Tickets that were opened from here, the newest last: somebody may still name one by the command that opened it.
    private var opened: [(by: CommandID, ticket: TicketView.ID)] = []

    /// - Parameter kept: what an earlier process left, in its order.
    public init(kept: [OutboxItem] = []) {
        items = kept.prefix(Self.limit).map { item in
            var item = item
            if item.state == .sending { item.state = .queued }
            return item
        }
    }

    /// The item of that id; `nil` when it is settled, or was never here.
    public subscript(id: CommandID) -> OutboxItem? { items.first { $0.id == id } }

    /// What is unsent of a ticket.
    public func items(of ticket: TicketView.ID) -> [OutboxItem] {
        items.filter { $0.target == .ticket(ticket) }
    }

    // MARK: Writing

    /// Somebody wants something done.
    ///
    /// - Parameter heldUntil: it is not sent before, so that it can be taken back.
    public mutating func written(
        _ item: OutboxItem, heldUntil: Duration? = nil
    ) throws(Failure) {
        guard items.count < Self.limit else { throw .full }
        let longest = item.frame(of: TicketView.ID(TicketID(high: 0, low: 0)))
        guard longest.count <= Limits.frameBytes else { throw .tooLarge }
        var item = item
        item.heldUntil = heldUntil
        if case .opened(let command) = item.target, self[command] == nil {
            guard let ticket = opened.last(where: { $0.by == command })?.ticket else {
                throw .noTicket
            }
            item.target = .ticket(ticket)
        }
        items.append(item)
    }

    /// What is to be sent now, in order: whatever this line has not sent yet.
    public mutating func flushed(now: Duration) -> [OutboxItem] {
        if let pausedUntil, pausedUntil > now { return [] }
        pausedUntil = nil
        var sent: [OutboxItem] = []
        for index in items.indices where items[index].state == .queued {
            if case .opened = items[index].target { continue }
            if let heldUntil = items[index].heldUntil, heldUntil > now { continue }
            items[index].state = .sending
            sent.append(items[index])
        }
        return sent
    }

    /// When there is something to send again; `nil`: not before something happens.
    public var deadline: Duration? {
        let queued = items.filter { $0.state == .queued && $0.frame != nil }
        if queued.isEmpty { return nil }
        if let pausedUntil { return pausedUntil }
        return queued.compactMap(\.heldUntil).min()
    }

    // MARK: Answers

    /// It stands in that ticket: the server acked it, or another device of the same person brought it there.
    ///
    /// - Returns: the item; `nil` when there is none of that id (any more).
    public mutating func settled(_ id: CommandID, in ticket: TicketView.ID) -> OutboxItem? {
        guard let index = items.firstIndex(where: { $0.id == id }) else { return nil }
        let item = items.remove(at: index)
        if item.target == .new {
            opened.append((id, ticket))
            if opened.count > Self.limit { opened.removeFirst() }
        }
        for index in items.indices where items[index].target == .opened(by: id) {
            items[index].target = .ticket(ticket)
        }
        return item
    }

    /// - Returns: `nil` when there is none of that id.
    public mutating func refused(
        _ id: CommandID, _ refusal: ReceivedFrame.Refusal, now: Duration
    ) -> Refused? {
        guard let index = items.firstIndex(where: { $0.id == id }) else { return nil }
        items[index].state = .queued
        // The line closes for it, and the next one signs in again.
        if refusal.code == "not_authenticated" {
            pausedUntil = now + Self.pause
            return .again
        }
        items[index].refusals += 1
        let refusals = items[index].refusals
        if refusal.isPassing, refusals < Self.attempts {
            pausedUntil = now + (refusal.retryAfter ?? Self.pause * refusals)
            return .again
        }
        items[index].state = .failed(code: refusal.code)
        let failed = items[index]
        // Nobody wrote anything that could be lost.
        if failed.command.text == nil { items.remove(at: index) }
        return .failed(failed)
    }

    /// What was under way was not answered, and will be sent by the next line.
    ///
    /// - Returns: what is let go instead.
    public mutating func lineLost() -> [OutboxItem] {
        for index in items.indices where items[index].state == .sending {
            items[index].state = .queued
        }
        pausedUntil = nil
        let dropped = items.filter { !$0.command.isLasting }
        items.removeAll { !$0.command.isLasting }
        return dropped
    }

    // MARK: What failed

    /// Somebody wants it sent again.
    ///
    /// - Parameter isLeft: as a message that is left on purpose.
    public mutating func retried(_ id: CommandID, isLeft: Bool = false) {
        guard let index = items.firstIndex(where: { $0.id == id }),
            case .failed = items[index].state
        else { return }
        if isLeft, case .say(let text, _, let seenUpTo) = items[index].command {
            items[index].command = .say(text: text, isLeft: true, seenUpTo: seenUpTo)
        }
        items[index].state = .queued
        items[index].refusals = 0
    }

    /// Somebody does not want it sent any more. What has been sent already may stand nevertheless.
    ///
    /// - Returns: it, and what was written for the ticket that it was to open.
    @discardableResult
    public mutating func discarded(_ id: CommandID) -> [OutboxItem] {
        let gone = items.filter { $0.id == id || $0.target == .opened(by: id) }
        items.removeAll { $0.id == id || $0.target == .opened(by: id) }
        return gone
    }

    /// The chat goes on, or the ticket is the agent's own again: what was refused because it was not is sent.
    public mutating func chatWentOn(_ ticket: TicketView.ID) {
        for item in items(of: ticket) {
            guard case .failed(let code) = item.state else { continue }
            if Self.waitsForChat.contains(code) { retried(item.id) }
        }
    }

    private static let waitsForChat: Set<String> = ["chat_paused", "must_repick", "not_assigned"]
}

import BeckonModel
import BeckonWire

/// What a page keeps: its outbox (web/shared/outbox.js), and of each ticket the entries it has (web/shared/reducer.js). A value without I/O:
/// frames go in, frames to send come out.
struct PageState {
    struct Item {
        let clientID: ClientID
        let text: String
        let kind: Kind
        /// `nil` until the ticket that it belongs to has been opened.
        var ticket: TicketID?
        var isInFlight = false
        var error: String?
    }

    enum Kind {
        case create
        case message(isOffline: Bool)
        case note
    }

    let side: Side
    private(set) var outbox: [Item] = []
    private(set) var logs: [TicketID: LogView] = [:]
    /// Tickets in the order in which the page heard of them, and those whose entries it wants to have.
    private(set) var known: [TicketID] = []
    private(set) var opened: [TicketID] = []
    /// Whether the server said that this agent is online.
    var isOnline = false
    /// What a desk knows of its colleagues.
    var onlineStaff: Set<String> = []

    init(side: Side) { self.side = side }

    /// A reload: what is in the browser's storage stays.
    mutating func reload() {
        for ticket in opened { logs[ticket] = LogView() }
        for index in outbox.indices { outbox[index].isInFlight = false }
        isOnline = false
        onlineStaff = []
    }

    // MARK: Tickets

    mutating func learn(of ticket: TicketID) {
        if !known.contains(ticket) { known.append(ticket) }
        // A customer's page gets everything of its tickets; a desk what it has open.
        if side == .user { open(ticket) }
    }

    mutating func open(_ ticket: TicketID) {
        if !opened.contains(ticket) { opened.append(ticket) }
        if logs[ticket] == nil { logs[ticket] = LogView() }
    }

    mutating func leave(_ ticket: TicketID) {
        opened.removeAll { $0 == ticket }
        logs[ticket] = nil
    }

    func seq(of ticket: TicketID) -> Seq { logs[ticket]?.seq ?? 0 }

    mutating func asked(_ ticket: TicketID) {
        let seq = seq(of: ticket)
        logs[ticket]?.asked = seq
    }

    /// A sync was not answered: it may be asked again.
    mutating func syncRefused(_ ticket: TicketID) {
        logs[ticket]?.asked = nil
        logs[ticket]?.needsSync = true
    }

    /// Whether the page misses entries that it has not asked for yet.
    func mustSync(_ ticket: TicketID) -> Bool {
        guard let log = logs[ticket], opened.contains(ticket) else { return false }
        return log.needsSync && log.asked != log.seq
    }

    mutating func take(_ seq: Seq, of ticket: TicketID) {
        if side == .user { learn(of: ticket) }
        logs[ticket]?.take(seq)
    }

    mutating func synced(_ ticket: TicketID, upTo seq: Seq) { logs[ticket]?.synced(upTo: seq) }

    // MARK: Outbox

    mutating func write(_ item: Item) { outbox.append(item) }

    /// What this connection has not sent yet, in the order of writing.
    mutating func flush() -> [Item] {
        var items: [Item] = []
        for index in outbox.indices where outbox[index].error == nil && !outbox[index].isInFlight {
            if case .create = outbox[index].kind {
            } else if outbox[index].ticket == nil {
                continue
            }
            outbox[index].isInFlight = true
            items.append(outbox[index])
        }
        return items
    }

    mutating func connectionLost() {
        for index in outbox.indices { outbox[index].isInFlight = false }
        for ticket in opened { logs[ticket]?.asked = nil }
    }

    /// An ack, or another tab's entry with our `client_id`.
    mutating func settled(_ clientID: ClientID, ticket: TicketID, seq: Seq) -> Item? {
        guard let index = outbox.firstIndex(where: { $0.clientID == clientID }) else { return nil }
        let item = outbox.remove(at: index)
        learn(of: ticket)
        logs[ticket]?.take(seq)
        return item
    }

    private static let passing: Set<String> = [
        "rate_limited", "store_unavailable", "draining", "internal",
    ]

    static func isPassing(_ code: String) -> Bool { passing.contains(code) }

    /// `true` when the item will be sent again.
    mutating func refused(_ clientID: ClientID, code: String) -> Bool {
        guard let index = outbox.firstIndex(where: { $0.clientID == clientID }) else {
            return false
        }
        outbox[index].isInFlight = false
        if Self.isPassing(code) { return true }
        outbox[index].error = code
        return false
    }
}

/// Which entries of a ticket a page has.
struct LogView {
    private(set) var seq: Seq = 0
    private var ahead: Set<Seq> = []
    var needsSync = true
    /// The number after which it asked last.
    var asked: Seq?

    mutating func take(_ number: Seq) {
        guard number > seq else { return }
        ahead.insert(number)
        while ahead.remove(seq + 1) != nil { seq += 1 }
        needsSync = !ahead.isEmpty
    }

    mutating func synced(upTo number: Seq) {
        asked = nil
        needsSync = seq < number || !ahead.isEmpty
    }
}

/// What is asked for after a gap, ticket by ticket: one question at a time, again when it could not be answered, anew on a new line.
/// A value without I/O; `TicketView` says what is missing.
public struct Resume: Sendable {
    /// After an answer that brought nothing, or a refusal for the moment.
    public static let pause = Duration.seconds(2)

    /// What is to be asked.
    public enum Question: Hashable, Sendable {
        /// Send `sync` after this number: its entries come on the line, then `synced` or `resync`.
        case sync(TicketView.ID, after: Int)
        /// Read the entries after this number over HTTP.
        case read(TicketView.ID, after: Int)
    }

    private enum Standing {
        /// Next: none (answered), waiting (refused, or nothing new), reading (`resync`).
        case asked(after: Int)
        /// Next: reading on, asked (all read), waiting (could not be read).
        case reading(after: Int)
        /// Next: asked or reading.
        case waiting(until: Duration, isReading: Bool)
    }

    private var standings: [TicketView.ID: Standing] = [:]

    public init() {}

    /// Entries after this number are missing, or it is not known whether any are.
    ///
    /// - Returns: `nil` when they were asked for already.
    public mutating func missed(_ ticket: TicketView.ID, after seq: Int) -> Question? {
        guard standings[ticket] == nil else { return nil }
        return ask(ticket, after: seq)
    }

    private mutating func ask(_ ticket: TicketView.ID, after seq: Int) -> Question {
        standings[ticket] = .asked(after: seq)
        return .sync(ticket, after: seq)
    }

    /// `synced` came, and this is the newest number that is known by now.
    ///
    /// - Parameter isMissing: something is still missing: it is asked for again, at once where the answer brought us further.
    public mutating func synced(
        _ ticket: TicketView.ID, reached seq: Int, isMissing: Bool, now: Duration
    ) -> Question? {
        guard case .asked(let after)? = standings[ticket] else { return nil }
        standings[ticket] = nil
        guard isMissing else { return nil }
        if seq > after { return ask(ticket, after: seq) }
        standings[ticket] = .waiting(until: now + Self.pause, isReading: false)
        return nil
    }

    /// Whether pages of it are being read.
    public func isReading(_ ticket: TicketView.ID) -> Bool {
        if case .reading? = standings[ticket] { true } else { false }
    }

    /// `resync` came.
    public mutating func resynced(_ ticket: TicketView.ID, after seq: Int) -> Question? {
        if case .reading? = standings[ticket] { return nil }
        standings[ticket] = .reading(after: seq)
        return .read(ticket, after: seq)
    }

    /// A page was read over HTTP; the log's newest number was `newest` then.
    public mutating func read(
        _ ticket: TicketView.ID, reached seq: Int, newest: Int, now: Duration
    ) -> Question? {
        guard case .reading(let after)? = standings[ticket] else { return nil }
        if seq >= newest { return ask(ticket, after: seq) }
        guard seq > after else {
            standings[ticket] = .waiting(until: now + Self.pause, isReading: true)
            return nil
        }
        standings[ticket] = .reading(after: seq)
        return .read(ticket, after: seq)
    }

    /// It was refused for the moment, or could not be read.
    public mutating func refused(_ ticket: TicketView.ID, now: Duration) {
        switch standings[ticket] {
        case .asked?: standings[ticket] = .waiting(until: now + Self.pause, isReading: false)
        case .reading?: standings[ticket] = .waiting(until: now + Self.pause, isReading: true)
        case .waiting?, nil: break
        }
    }

    /// Nobody wants to know any more.
    public mutating func forgot(_ ticket: TicketView.ID) { standings[ticket] = nil }

    /// Nothing is under way any more: each ticket is asked for anew on the next line.
    public mutating func lineLost() { standings = [:] }

    /// When to call `timerFired`.
    public var deadline: Duration? {
        standings.values.compactMap { if case .waiting(let until, _) = $0 { until } else { nil } }
            .min()
    }

    /// - Parameter after: the newest number that is known of a ticket by now.
    public mutating func timerFired(
        now: Duration, after: (TicketView.ID) -> Int
    ) -> [Question] {
        let due = standings.compactMap { ticket, standing -> (TicketView.ID, Bool)? in
            guard case .waiting(let until, let isReading) = standing, until <= now else {
                return nil
            }
            return (ticket, isReading)
        }.sorted { $0.0 < $1.0 }
        return due.map { ticket, isReading in
            let seq = after(ticket)
            if !isReading { return ask(ticket, after: seq) }
            standings[ticket] = .reading(after: seq)
            return .read(ticket, after: seq)
        }
    }
}

/// A customer's or an agent's side of Beckon: line, outbox, resume and tickets together, as one value without I/O.
///
/// Whoever drives it tells it what happened (`lineOpened`, `received`, `timerFired` …), with the time by a clock that never goes back, and
/// then does what `takeActions` says, in that order. `ChatClient` is such a driver.
///
/// What it promises: what was written is kept until the server has acked it, and stands once; the entries of a followed ticket are told
/// each once and in the order of its log, whatever lines were lost in between.
public struct ChatSession: Sendable {
    /// What the driver is to do.
    public enum Action: Sendable {
        /// Open a WebSocket to this path of the server, and say `lineOpened` or `lineClosed`.
        case open(path: String)
        /// Send one text message, in UTF-8.
        case send([UInt8])
        /// Close the line, and say nothing of it any more.
        case close(code: Int)
        /// Call `timerFired` at this time, and not at the one that was said before. `nil`: at none.
        case wake(at: Duration?)
        /// Read this over HTTP, and say `answered`.
        case request(ChatRequest)
        case tell(ChatEvent)
    }

    /// What is known at the beginning.
    public struct Options: Sendable {
        /// Of customers' visitors and accounts, or of an agent's session; not needed by `beckon demo`.
        public var token: String?
        /// Of an agent.
        public var role = StaffRole.agent
        /// What an earlier process left in its outbox.
        public var unsent: [OutboxItem] = []
        /// Tickets that are followed from the beginning. Customers follow all of their own, as these become known.
        public var followed: [TicketView.ID] = []

        public init() {}
    }

    /// How long one's own writing is not told again.
    public static let typingPause = Duration.seconds(3)
    /// Entries and the frame that says that a ticket changed travel side by side: what is missing so long after is asked for.
    public static let lateTime = Duration.milliseconds(500)

    /// Customer or agent.
    public let side: ChatSide
    /// The customer's or the agent's id.
    public let id: String
    /// As the server names this person; `nil` before the first hello.
    public internal(set) var me: Person?
    /// What was known at the beginning, with the token as it is now.
    public internal(set) var options: Options
    /// What is unsent: keep `outbox.items` where it survives the process.
    public internal(set) var outbox: Outbox
    /// The tickets that are known, followed or not.
    public internal(set) var rows = TicketRows()
    /// Followed tickets in the order in which they became so.
    public internal(set) var followed: [TicketView.ID] = []
    /// Whether this agent counts as online, by the server's word.
    public internal(set) var isOnline = false
    /// Whether any agent is online; `nil` when it is not known. For customers.
    public internal(set) var isStaffOnline: Bool?
    /// Agents who are online, in the order of their ids. For agents.
    public internal(set) var colleagues: [Person] = []
    /// How many tickets the desk's lists hold, by the server's word.
    public internal(set) var counts: [TicketListName: Int] = [:]
    /// Whether the inbox lets customers leave a message while their agent is away.
    public internal(set) var allowsLeaveMessage = true

    var views: [TicketView.ID: TicketView] = [:]
    var reconnect = Reconnect()
    var liveness = Liveness()
    var resume = Resume()
    var random: any RandomNumberGenerator & Sendable
    var actions: [Action] = []
    private var toldState = Reconnect.State.stopped(.unwanted)
    private var toldDeadline: Duration?

    /// What this agent chose; `nil` until they or the server said.
    var wanted: Bool?
    /// A choice that the server has not confirmed yet: the next line says it again.
    var isWantedUnsaid = false
    var picking: [TicketView.ID] = []
    var typedAt: Duration?
    /// Up to which number the other side's messages were told to have arrived, on this line.
    var delivered: [TicketView.ID: Int] = [:]
    var seen: [TicketView.ID: Int] = [:]
    /// When to look whether a followed ticket still lacks what its row has.
    var late: [TicketView.ID: Duration] = [:]

    /// - Parameters:
    ///   - id: the customer's or the agent's, as in the path of the socket.
    ///   - random: for the delays before the line is opened again, and for the ids of commands.
    public init(
        side: ChatSide, id: String, options: Options = Options(),
        random: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator()
    ) {
        self.side = side
        self.id = id
        self.options = options
        self.random = random
        outbox = Outbox(kept: options.unsent)
        for ticket in options.followed { learn(of: ticket) }
    }

    /// What is to be done now; each is said once.
    public mutating func takeActions() -> [Action] {
        defer { actions = [] }
        return actions
    }

    // MARK: What is known

    /// How the line stands.
    public var line: Reconnect.State { reconnect.state }

    /// The server has said hello on the line that stands.
    public var isOpen: Bool { if case .open = reconnect.state { true } else { false } }

    /// A ticket that is followed.
    public subscript(ticket: TicketView.ID) -> TicketView? { views[ticket] }

    /// How soon a silent line is asked whether it still is one.
    public var attention: Liveness.Attention { liveness.attention }

    // MARK: The line

    /// Somebody wants the line.
    public mutating func started(now: Duration) {
        if reconnect.started(now: now) { openLine() }
        settle(now)
    }

    /// Nobody wants the line any more. What is unsent stays in the outbox.
    public mutating func stopped(now: Duration) {
        if hasLine { actions.append(.close(code: 1000)) }
        reconnect.stopped()
        forgetLine()
        settle(now)
    }

    /// Another token from now on, as after signing in.
    public mutating func tokenChanged(_ token: String?) { options.token = token }

    /// Somebody looks on, or turns away.
    public mutating func attentionChanged(_ attention: Liveness.Attention, now: Duration) {
        liveness.attention = attention
        settle(now)
    }

    /// The network is back, or the process was asleep: no need to wait; a line that stands is asked.
    public mutating func woken(now: Duration) {
        if reconnect.woken(now: now) { openLine() } else { heed(liveness.doubted(now: now), now) }
        settle(now)
    }

    /// The WebSocket stands.
    public mutating func lineOpened(now: Duration) {
        guard case .connecting = reconnect.state else { return }
        if let token = options.token { actions.append(.send(SentFrame.auth(token))) }
        settle(now)
    }

    /// One text message came.
    public mutating func received(_ text: [UInt8], now: Duration) {
        received(ReceivedFrame(text), now: now)
    }

    /// For who has read it already; `nil`: it was no frame.
    package mutating func received(_ frame: ReceivedFrame?, now: Duration) {
        guard hasLine else { return }
        liveness.heard(now: now)
        if let frame { received(frame, now) }
        settle(now)
    }

    /// The WebSocket is gone, or did not come about.
    ///
    /// - Parameter code: of the close frame; 1006 where there was none.
    public mutating func lineClosed(code: Int, now: Duration) {
        guard hasLine else { return }
        lost(code: code, now)
        settle(now)
    }

    /// The time that `wake` said has come.
    public mutating func timerFired(now: Duration) {
        toldDeadline = nil
        if case .connecting = reconnect.state, let deadline = reconnect.deadline, now >= deadline {
            dropLine(now)
        } else if reconnect.timerFired(now: now) {
            openLine()
        }
        heed(liveness.timerFired(now: now), now)
        for question in resume.timerFired(now: now, after: { views[$0]?.readsAfter ?? 0 }) {
            ask(question, now)
        }
        for (ticket, at) in late.sorted(by: { $0.key < $1.key }) where at <= now {
            late[ticket] = nil
            if let view = views[ticket], let row = rows[ticket], row.seq > view.seq {
                missed(ticket, now)
            }
        }
        for ticket in followed { endTyping(ticket, now) }
        settle(now)
    }

    private var hasLine: Bool {
        switch reconnect.state {
        case .connecting, .open: true
        case .stopped, .waiting: false
        }
    }

    private mutating func openLine() {
        actions.append(.open(path: "/ws/\(side.rawValue)/\(id)"))
    }

    private mutating func heed(_ verdict: Liveness.Verdict, _ now: Duration) {
        switch verdict {
        case .nothing: break
        case .ask: actions.append(.send(SentFrame.ping))
        case .dead: dropLine(now)
        }
    }

    /// Gives up a line that does not answer.
    private mutating func dropLine(_ now: Duration) {
        actions.append(.close(code: 1000))
        lost(code: 1006, now)
    }

    private mutating func lost(code: Int, _ now: Duration) {
        reconnect.lost(code: code, now: now, using: &random)
        forgetLine()
    }

    private mutating func forgetLine() {
        liveness.closed()
        resume.lineLost()
        late = [:]
        for item in outbox.lineLost() { tell(.dropped(item)) }
        for ticket in picking {
            let message = "The line was lost before the answer."
            tell(.picked(ticket, .init(code: "offline", message: message)))
        }
        picking = []
        isStaffOnline = nil
        for ticket in followed {
            views[ticket]?.lineLost()
            tell(.changed(ticket))
        }
    }

    // MARK: After every input

    /// Sends what can be sent, and says what has changed of the line and of the next time to wake.
    mutating func settle(_ now: Duration) {
        if isOpen {
            for item in outbox.flushed(now: now) {
                guard let frame = item.frame else { continue }
                send(frame, now)
            }
        }
        if toldState != reconnect.state {
            toldState = reconnect.state
            tell(.line(toldState))
        }
        let deadline = [
            reconnect.deadline, liveness.deadline, isOpen ? outbox.deadline : nil,
            resume.deadline, late.values.min(),
            views.values.flatMap(\.typing).map(\.until).min(),
        ].compactMap { $0 }.min()
        if toldDeadline != deadline {
            toldDeadline = deadline
            actions.append(.wake(at: deadline))
        }
    }

    mutating func tell(_ event: ChatEvent) { actions.append(.tell(event)) }

    /// Sends what the server answers.
    mutating func send(_ frame: [UInt8], _ now: Duration) {
        liveness.sent(now: now)
        actions.append(.send(frame))
    }

    // MARK: Entries that are missing

    mutating func missed(_ ticket: TicketView.ID, _ now: Duration) {
        guard isOpen, let view = views[ticket] else { return }
        if let question = resume.missed(ticket, after: view.seq) { ask(question, now) }
    }

    mutating func ask(_ question: Resume.Question, _ now: Duration) {
        switch question {
        case .sync(let ticket, let after): send(SentFrame.sync(ticket, after: after), now)
        case .read(let ticket, let after):
            actions.append(.request(.entries(ticket, after: after)))
        }
    }

    private mutating func endTyping(_ ticket: TicketView.ID, _ now: Duration) {
        if views[ticket]?.endTyping(now: now) == true { tell(.changed(ticket)) }
    }

    /// From now on the ticket is followed, once the line stands.
    ///
    /// - Returns: whether it was not before.
    @discardableResult
    mutating func learn(of ticket: TicketView.ID) -> Bool {
        guard views[ticket] == nil else { return false }
        views[ticket] = TicketView(ticket)
        followed.append(ticket)
        return true
    }
}

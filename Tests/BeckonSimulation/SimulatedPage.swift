import BeckonClient
import BeckonModel
import BeckonRealtime
import BeckonWire
import StoreTesting

/// A person's page: the SDK's session, on a line that the simulation delivers, delays or cuts.
final class SimulatedPage {
    enum Kind {
        case create
        case message(isOffline: Bool)
        case note
    }

    let name: String
    let identity: Identity
    private let history: History
    private var random: SeededRandom
    private(set) var session: ChatSession
    private(set) var line: SimulatedLine?
    /// Tickets in the order in which the page heard of them.
    private(set) var known: [TicketID] = []
    /// Of what was written, whenever.
    private var texts: Set<CommandID> = []
    private var wantsLine = false
    private var wakeAt: Duration?
    private var nextID = 1

    init(name: String, identity: Identity, seed: UInt64, history: History) {
        self.name = name
        self.identity = identity
        self.history = history
        random = SeededRandom(seed: seed)
        session = Self.session(of: identity, .init(), &random)
        change { $0.started(now: $1) }
    }

    private static func session(
        of identity: Identity, _ options: ChatSession.Options, _ random: inout SeededRandom
    ) -> ChatSession {
        ChatSession(
            side: ChatSide(identity.side), id: identity.id, options: options,
            random: SeededRandom(seed: random.next()))
    }

    // MARK: What the session is told, and says

    private var now: Duration { .milliseconds(history.milliseconds) }

    private func change(_ input: (inout ChatSession, Duration) -> Void) {
        input(&session, now)
        for action in session.takeActions() { act(action) }
    }

    private func act(_ action: ChatSession.Action) {
        switch action {
        case .open: wantsLine = true
        case .send(let frame): send(frame)
        case .close:
            wantsLine = false
            guard let line else { return }
            history.note(name, .lost(code: 1000))
            line.cut(isNoticed: true)
            self.line = nil
        case .wake(let time): wakeAt = time
        // There is no HTTP in the simulation.
        case .request(let request):
            change { $0.answered(request, status: nil, body: [], now: $1) }
        case .tell(.waiting(let ticket)): hear(of: ticket.value)
        case .tell(.entry(let entry)):
            if identity.side == .user { hear(of: entry.entry.ticket) }
        case .tell: break
        }
    }

    private func hear(of ticket: TicketID) {
        if !known.contains(ticket) { known.append(ticket) }
    }

    /// The page's timers.
    func tick() {
        guard let wakeAt, now >= wakeAt else { return }
        self.wakeAt = nil
        change { $0.timerFired(now: $1) }
    }

    // MARK: The connection

    var isOpen: Bool { session.isOpen }
    var mayConnect: Bool { line == nil && wantsLine }

    func connect(to node: SimulatedNode) throws {
        let path = "/ws/\(identity.side.rawValue)/\(identity.id)"
        guard let target = SocketTarget(path: path, cookie: nil, isDemo: true) else { return }
        wantsLine = false
        line = try SimulatedLine(to: node, target: target)
        history.note(name, .connected(to: node.name))
        change { $0.lineOpened(now: $1) }
    }

    func cut(isNoticed: Bool) {
        line?.cut(isNoticed: isNoticed)
        lost(code: 1006)
    }

    private func lost(code: Int) {
        history.note(name, .lost(code: code))
        line = nil
        change { $0.lineClosed(code: code, now: $1) }
    }

    /// What stays is what a browser stores: what is unsent, and which tickets there are.
    func reload() {
        history.note(name, .fault("reloads"))
        if line != nil { cut(isNoticed: true) }
        var options = ChatSession.Options()
        options.unsent = session.outbox.items
        options.followed = session.followed
        session = Self.session(of: identity, options, &random)
        wakeAt = nil
        wantsLine = false
        change { $0.started(now: $1) }
    }

    // MARK: What arrives

    func receive(_ frame: SimulatedLine.Downward) {
        switch frame {
        case .ping: line?.upward.append(.pong)
        case .end(let code):
            line?.cut(isNoticed: true)
            lost(code: code)
        case .text(let bytes):
            let frame = ReceivedFrame(bytes)
            if let frame { note(frame, bytes) }
            change { $0.received(frame, now: $1) }
        }
    }

    private func note(_ frame: ReceivedFrame, _ bytes: [UInt8]) {
        switch frame {
        case .ack(let ack):
            guard texts.contains(ack.command) else { return }
            history.note(name, .acked(clientID(ack.command), ack.ticket.value, ack.seq))
        case .refusal(let refusal):
            let id = refusal.command.map(clientID)
            history.note(name, .refused(code: refusal.code, id, refusal.ticket?.value))
        case .entry(let entry):
            history.note(name, .received(entry.entry.ticket, entry.seq, bytes: bytes))
        case .synced(let ticket, let seq, _): history.note(name, .synced(ticket.value, seq))
        case .resync(let ticket, let seq, let reason):
            history.note(name, .resync(ticket.value, seq, reason: reason))
        case .picked(let ticket, let refusal):
            history.note(name, .picked(ticket.value, code: refusal?.code))
        case .newTicket(let ticket, _): history.note(name, .waiting(ticket.value))
        case .presence(let isOnline):
            history.note(name, .presence(identity.id, isOnline: isOnline))
        case .colleague(let staff, let isOnline):
            history.note(name, .presence(staff.id, isOnline: isOnline))
        default: break
        }
    }

    private func clientID(_ id: CommandID) -> ClientID { ClientID(unchecked: id.rawValue) }

    // MARK: What is sent

    func send(_ frame: [UInt8]) {
        let sent = IncomingFrame(frame)
        if let id = sent.clientID,
            let text = session.outbox[CommandID(unchecked: id.rawValue)]?
                .command.text
        {
            history.note(name, .sent(id, sent.ticketID, text: text))
        } else if case .object(let json)? = try? JSONParser.parse(frame) {
            history.note(name, .command(json.text("type") ?? "?", sent.ticketID))
        }
        line?.upward.append(.text(frame))
    }

    /// A second tab with the same outbox sends what is under way here too.
    func repeatInFlight() {
        guard isOpen else { return }
        for item in session.outbox.items where item.state == .sending {
            if let frame = item.frame { send(frame) }
        }
    }

    // MARK: What the person does

    func write(_ kind: Kind, to ticket: TicketID?) {
        let id = CommandID(unchecked: "\(name)-\(nextID)")
        texts.insert(id)
        let text = "text of \(id)"
        switch kind {
        case .create: wrote(.ask(text: text), to: nil)
        case .message(let isOffline): wrote(.say(text: text, isLeft: isOffline), to: ticket)
        case .note: wrote(.note(text: text), to: ticket)
        }
    }

    /// Nothing where the line is down.
    func command(_ command: ChatCommand, _ ticket: TicketID) {
        if isOpen { wrote(command, to: ticket) }
    }

    private func wrote(_ command: ChatCommand, to ticket: TicketID?) {
        let target = ticket.map { OutboxItem.Target.ticket(.init($0)) } ?? .new
        let item = OutboxItem(id: CommandID(unchecked: "\(name)-\(nextID)"), command, to: target)
        nextID += 1
        change { try? $0.wrote(item, now: $1) }
    }

    func choose(isOnline: Bool) {
        if isOpen { change { $0.chose(isOnline: isOnline, now: $1) } }
    }

    func pick(_ ticket: TicketID) { change { try? $0.picked(.init(ticket), now: $1) } }
    func type(_ ticket: TicketID) { change { $0.typed(in: .init(ticket), now: $1) } }
    func open(_ ticket: TicketID) { change { $0.opened(.init(ticket), now: $1) } }

    func leave(_ ticket: TicketID) {
        if isOpen { change { $0.left(.init(ticket), now: $1) } }
    }

    // MARK: What the page knows

    func seq(of ticket: TicketID) -> Seq { session[.init(ticket)]?.seq ?? 0 }
    var opened: [TicketID] { session.followed.map(\.value) }
    var onlineStaff: Set<String> { Set(session.colleagues.map(\.id)) }
}

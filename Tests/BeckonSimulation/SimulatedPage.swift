import BeckonModel
import BeckonRealtime
import BeckonWire

/// A page in a browser: keeps its state, mends its connection, answers what arrives as web/shared does.
final class SimulatedPage {
    let name: String
    let identity: Identity
    private let history: History
    private(set) var state: PageState
    private(set) var line: SimulatedLine?
    /// The server has said hello.
    private(set) var isOpen = false
    private(set) var retryAt = 0
    private var failures = 0
    private var flushAt: Int?
    private var syncAgainAt: Int?
    private var nextClientID = 1

    init(name: String, identity: Identity, history: History) {
        self.name = name
        self.identity = identity
        self.history = history
        state = PageState(side: identity.side)
    }

    // MARK: The connection

    var mayConnect: Bool { line == nil && history.milliseconds >= retryAt }

    func connect(to node: SimulatedNode) throws {
        let path = "/ws/\(identity.side.rawValue)/\(identity.id)"
        guard let target = SocketTarget(path: path, cookie: nil, isDemo: true) else { return }
        line = try SimulatedLine(to: node, target: target)
        history.note(name, .connected(to: node.name))
    }

    func cut(isNoticed: Bool) {
        line?.cut(isNoticed: isNoticed)
        lost(code: 1006)
    }

    private func lost(code: Int) {
        history.note(name, .lost(code: code))
        line = nil
        isOpen = false
        failures = min(failures + 1, 5)
        retryAt = history.milliseconds + 250 << failures
        flushAt = nil
        syncAgainAt = nil
        state.connectionLost()
    }

    func reload() {
        history.note(name, .fault("reloads"))
        if line != nil { cut(isNoticed: true) }
        state.reload()
        retryAt = history.milliseconds
    }

    // MARK: What arrives

    func receive(_ frame: SimulatedLine.Downward) {
        switch frame {
        case .ping: line?.upward.append(.pong)
        case .end(let code):
            line?.cut(isNoticed: true)
            lost(code: code)
        case .text(let bytes): receive(ReceivedFrame(bytes), bytes)
        }
    }

    private func receive(_ frame: ReceivedFrame, _ bytes: [UInt8]) {
        switch frame {
        case .hello(let isOnline): hello(isOnline)
        case .ack(let clientID, let ticket, let seq):
            history.note(name, .acked(clientID, ticket, seq))
            _ = state.settled(clientID, ticket: ticket, seq: seq)
            syncIfNeeded(ticket)
            flush()
        case .error(let code, let clientID, let ticket):
            history.note(name, .refused(code: code, clientID, ticket))
            if let clientID, state.refused(clientID, code: code) {
                flushAt = history.milliseconds + 2_000
            } else if clientID == nil, let ticket, PageState.isPassing(code) {
                syncAgainAt = history.milliseconds + 2_000
                state.syncRefused(ticket)
            }
        case .entry(let ticket, let seq, let clientID):
            history.note(name, .received(ticket, seq, bytes: bytes))
            state.take(seq, of: ticket)
            if let clientID { _ = state.settled(clientID, ticket: ticket, seq: seq) }
            syncIfNeeded(ticket)
        case .synced(let ticket, let seq):
            history.note(name, .synced(ticket, seq))
            state.synced(ticket, upTo: seq)
            syncIfNeeded(ticket)
        case .resync(let ticket, let seq, let reason):
            history.note(name, .resync(ticket, seq, reason: reason))
        case .picked(let ticket, let code):
            history.note(name, .picked(ticket, code: code))
        case .waiting(let ticket):
            history.note(name, .waiting(ticket))
            state.learn(of: ticket)
        case .statusUpdated(let isOnline):
            history.note(name, .presence(identity.id, isOnline: isOnline))
            state.isOnline = isOnline
        case .staff(let staff, let isOnline):
            history.note(name, .presence(staff, isOnline: isOnline))
            if isOnline { state.onlineStaff.insert(staff) } else { state.onlineStaff.remove(staff) }
        case .other: break
        }
    }

    private func hello(_ isOnline: Bool) {
        isOpen = true
        failures = 0
        state.isOnline = isOnline
        state.onlineStaff = []
        if identity.side == .staff { send(ClientFrames.watch) }
        for ticket in state.opened { sync(ticket) }
        flush()
    }

    private func syncIfNeeded(_ ticket: TicketID) {
        if state.mustSync(ticket) { sync(ticket) }
    }

    private func sync(_ ticket: TicketID) {
        guard isOpen else { return }
        state.asked(ticket)
        send(ClientFrames.sync(ticket, after: state.seq(of: ticket)))
    }

    // MARK: What is sent

    func send(_ frame: [UInt8]) { line?.upward.append(.text(frame)) }

    /// The page's timers.
    func tick() {
        if let at = syncAgainAt, history.milliseconds >= at {
            syncAgainAt = nil
            for ticket in state.opened { syncIfNeeded(ticket) }
        }
        guard let at = flushAt, history.milliseconds >= at else { return }
        flushAt = nil
        flush()
    }

    func flush() {
        guard isOpen, flushAt == nil else { return }
        for item in state.flush() { send(item) }
    }

    private func send(_ item: PageState.Item) {
        history.note(name, .sent(item.clientID, item.ticket, text: item.text))
        send(ClientFrames.frame(of: item))
    }

    /// A second tab with the same outbox sends what is under way here too.
    func repeatInFlight() {
        guard isOpen else { return }
        for item in state.outbox where item.isInFlight { send(item) }
    }

    func write(_ kind: PageState.Kind, to ticket: TicketID?) {
        let clientID = ClientID(unchecked: "\(name)-\(nextClientID)")
        nextClientID += 1
        state.write(
            .init(clientID: clientID, text: "text of \(clientID)", kind: kind, ticket: ticket))
        flush()
    }

    func open(_ ticket: TicketID) {
        state.open(ticket)
        sync(ticket)
    }

    func leave(_ ticket: TicketID) {
        guard isOpen else { return }
        state.leave(ticket)
        command("leave", ticket)
    }

    func command(_ type: StaticString, _ ticket: TicketID?, _ fields: [(StaticString, String)] = [])
    {
        guard isOpen else { return }
        let words = ["\(type)"] + fields.map { "\($0.0)=\($0.1)" }
        history.note(name, .command(words.joined(separator: " "), ticket))
        send(ClientFrames.command(type, ticket, fields))
    }
}

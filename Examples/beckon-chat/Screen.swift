import BeckonClient
import Synchronization

/// What is printed of what happens, in words.
final class Screen: Sendable {
    private struct State {
        var current: TicketView.ID?
        /// Tickets that were taken here, whose history is shown as well.
        var taken: Set<TicketView.ID> = []
        /// The server's time at the first hello: what is older was said before.
        var begin: ServerTime?
        var isDown = false
        var hasEnded = false
        /// How many events there were, and who waits for the next.
        var events = 0
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    /// The ticket at hand: its whole history is shown.
    var current: TicketView.ID? {
        get { state.withLock { $0.current } }
        set { state.withLock { $0.current = newValue } }
    }

    /// Somebody takes a ticket: all that was said in it is shown.
    func showHistory(of ticket: TicketView.ID) {
        state.withLock { _ = $0.taken.insert(ticket) }
    }

    func show(_ event: ChatEvent, _ session: ChatSession) {
        switch event {
        case .line(let line): show(line, session)
        case .greeted(let hello):
            state.withLock { $0.begin = $0.begin ?? hello.at }
            say("connected as \(hello.me.name)")
        case .entry(let entry): show(entry, session)
        case .sent(let item, let ticket, _):
            if case .ask = item.command { current = ticket }
            if case .say = item.command { current = ticket }
        case .refused(let item, let refusal):
            say("refused: \(refusal.message) \(item.command.text.map { "“\($0)”" } ?? "")")
        case .dropped: say("the line was lost before the answer; look what became of it")
        case .picked(let ticket, nil):
            current = ticket
            say("you have \(number(ticket, session))")
        case .picked(let ticket, let refusal?):
            let by = refusal.by.map { " \($0.name) has it." } ?? ""
            say("not picked, \(number(ticket, session)): \(refusal.message)\(by)")
        case .waiting(let ticket): waits(ticket, session)
        case .presence(let isOnline): say("you are \(isOnline ? "online" : "offline")")
        case .availability(let isStaffOnline):
            say(isStaffOnline ? "somebody is there" : "nobody is there just now")
        case .restarted(let ticket): say("\(number(ticket, session)) is read afresh")
        case .problem(let refusal): say(refusal.message)
        case .changed, .row, .colleague, .customer, .counts, .unknown: break
        }
        count()
    }

    func say(_ words: String) { StandardOutput.say("— \(words)") }

    /// Who waits, longest first.
    func list(_ session: ChatSession) {
        let waiting = session.list(.waiting)
        if waiting.isEmpty { say("nobody waits") }
        for row in waiting { waits(row.id, session) }
    }

    func number(_ ticket: TicketView.ID, _ session: ChatSession) -> String {
        (session[ticket]?.state ?? session.rows[ticket]).map { "#\($0.number)" } ?? "the ticket"
    }

    private func waits(_ ticket: TicketView.ID, _ session: ChatSession) {
        guard let row = session.rows[ticket] else { return }
        let what = row.chat == .paused ? "waits again" : "waits"
        say("#\(row.number) \(what): \(row.customer.name), “\(row.subject)”")
    }

    // MARK: Entries

    private func show(_ entry: ChatEntry, _ session: ChatSession) {
        let isOld = state.withLock { state in
            let isShown = entry.ticket == state.current || state.taken.contains(entry.ticket)
            return !isShown && state.begin.map { entry.at < $0 } ?? false
        }
        if isOld { return }
        let number = number(entry.ticket, session)
        switch entry.content {
        case .message(let message):
            StandardOutput.say("\(number) \(message.author.name): \(message.text)")
        case .note(let note):
            StandardOutput.say("\(number) (note) \(note.author.name): \(note.text)")
        case .system(_, let text, let name):
            say("\(number) \(text)\(name.map { " (\($0))" } ?? "")")
        case .priority(let priority, let by): say("\(number) is \(priority.rawValue) (\(by.name))")
        case .subject(let subject, let by): say("\(number) is called “\(subject)” (\(by.name))")
        case .tags(let added, let removed, let by):
            let changes = added.map { "+\($0)" } + removed.map { "-\($0)" }
            say("\(number) tags: \(changes.joined(separator: " ")) (\(by.name))")
        case .moved(let inbox, let team, let by):
            say("\(number) belongs to \(inbox)\(team.map { ", \($0)" } ?? "") (\(by.name))")
        case .rated(let score, let comment):
            say("\(number) rated \(score) of 5\(comment.map { ": \($0)" } ?? "")")
        case .followUp(_, let next): say("\(number) goes on as #\(next)")
        case .damaged: say("\(number) a line cannot be read")
        case .unknown(let type, let text): say("\(number) \(text ?? type)")
        case .change, .hidden: break
        }
    }

    // MARK: The line

    private func show(_ line: Reconnect.State, _ session: ChatSession) {
        switch line {
        case .connecting: break
        case .open: state.withLock { $0.isDown = false }
        case .waiting:
            let wasDown = state.withLock { state in
                defer { state.isDown = true }
                return state.isDown
            }
            if !wasDown {
                say("the line is down; what you write is kept, and sent when it is back")
            }
        case .stopped(let reason):
            switch reason {
            case .unwanted: break
            case .signedOut: say("the server does not take this token (any more)")
            case .wrongIdentity: say("this token is somebody else's")
            }
            state.withLock { $0.hasEnded = true }
        }
    }

    // MARK: Waiting

    private func count() {
        let waiting = state.withLock { state in
            state.events += 1
            defer { state.waiting = [] }
            return state.waiting
        }
        for one in waiting { one.resume() }
    }

    /// Returns at once where there were more than these already.
    private func event(after events: Int) async {
        await withCheckedContinuation { continuation in
            let isPast = state.withLock { state in
                if state.events == events { state.waiting.append(continuation) }
                return state.events != events
            }
            if isPast { continuation.resume() }
        }
    }

    /// Returns when nothing is unsent any more, or the server has signed the person out.
    func allStored(_ client: ChatClient) async {
        while true {
            let (events, hasEnded) = state.withLock { ($0.events, $0.hasEnded) }
            let isUnsent = await client.session.outbox.items.contains {
                $0.state == .queued || $0.state == .sending
            }
            if hasEnded || !isUnsent { return }
            await event(after: events)
        }
    }

    /// Returns when the client has stopped: somebody quit, or the server has signed the person out.
    func ended() async {
        while true {
            let (events, hasEnded) = state.withLock { ($0.events, $0.hasEnded) }
            if hasEnded { return }
            await event(after: events)
        }
    }
}

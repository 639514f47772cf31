import BeckonClient

/// What is typed, and what it does.
struct Conversation {
    private static let customerHelp = """
        /new TEXT   ask something new          /leave TEXT   leave a message while the agent is away
        /open       reopen the ticket          /close        close it
        /rate 1–5   rate it                    /quit
        """
    private static let staffHelp = """
        /waiting    who waits                  /pick 1001    take a ticket
        /note TEXT  an internal note           /release      give it back
        /pending /resolve /open /close         its status
        /online /offline                       /quit
        """

    let client: ChatClient
    let side: ChatSide
    let screen: Screen
    /// The question that opens the ticket at hand, until it has.
    private var opening: CommandID?

    init(client: ChatClient, side: ChatSide, screen: Screen) {
        self.client = client
        self.side = side
        self.screen = screen
    }

    mutating func begin(_ question: String) async {
        if side == .staff { await client.setOnline(true) }
        if !question.isEmpty { await ask(question) }
    }

    /// Until the input ends, or somebody quits.
    mutating func talk() async {
        let input = StandardInput()
        while let line = await input.next() {
            if line == "/quit" { return await client.stop() }
            if line.allSatisfy(\.isWhitespace) { continue }
            await take(line)
        }
    }

    private mutating func take(_ line: String) async {
        guard line.hasPrefix("/") else { return await say(line) }
        let words = line.split(separator: " ", maxSplits: 1)
        let rest = words.count > 1 ? String(words[1]) : ""
        switch (side, words[0]) {
        case (.customer, "/new"): await ask(rest)
        case (.customer, "/leave"): await send(.say(text: rest, isLeft: true))
        case (.customer, "/rate"): await send(.rate(score: Int(rest) ?? 0))
        case (.staff, "/online"): await client.setOnline(true)
        case (.staff, "/offline"): await client.setOnline(false)
        case (.staff, "/waiting"): screen.list(await client.session)
        case (.staff, "/pick"): await pick(rest)
        case (.staff, "/note"): await send(.note(text: rest))
        case (.staff, "/release"): await send(.release)
        case (.staff, "/pending"): await send(.setStatus(.pending))
        case (.staff, "/resolve"): await send(.setStatus(.resolved))
        case (_, "/open"): await send(.setStatus(.open))
        case (_, "/close"): await send(.setStatus(.closed))
        case (_, "/help"):
            StandardOutput.say(side == .customer ? Self.customerHelp : Self.staffHelp)
        default: screen.say("there is no \(words[0]); /help says what there is")
        }
    }

    private mutating func ask(_ text: String) async {
        do throws(Outbox.Failure) {
            screen.current = nil
            opening = try await client.ask(text)
        } catch {
            complain(error)
        }
    }

    private mutating func say(_ text: String) async {
        if side == .customer, screen.current == nil, opening == nil { return await ask(text) }
        await send(.say(text: text))
    }

    private func send(_ command: ChatCommand) async {
        let target: OutboxItem.Target
        if let ticket = screen.current {
            target = .ticket(ticket)
        } else if let opening {
            target = .opened(by: opening)
        } else {
            return screen.say("there is no ticket at hand")
        }
        do throws(Outbox.Failure) {
            try await client.write(command, to: target)
        } catch {
            complain(error)
        }
    }

    private func pick(_ number: String) async {
        let rows = await client.session.rows.all
        guard let row = rows.last(where: { "\($0.number)" == number }) else {
            return screen.say("no ticket \(number) is known here")
        }
        screen.showHistory(of: row.id)
        do throws(Outbox.Failure) {
            try await client.pick(row.id)
        } catch {
            complain(error)
        }
    }

    private func complain(_ failure: Outbox.Failure) {
        switch failure {
        case .full: screen.say("too much is unsent already; this was not taken")
        case .tooLarge: screen.say("this is too long")
        case .noTicket: screen.say("there is no ticket at hand")
        case .lineDown: screen.say("the line is down; try again when it is back")
        }
    }
}

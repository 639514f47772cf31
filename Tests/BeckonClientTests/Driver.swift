import BeckonClient

/// Drives a session by hand, with a clock of its own.
struct Driver {
    private(set) var session: ChatSession
    var now = Duration.zero
    private(set) var sent: [String] = []
    private(set) var opened: [String] = []
    private(set) var closed: [Int] = []
    private(set) var requests: [ChatRequest] = []
    private(set) var events: [ChatEvent] = []
    private(set) var wakeAt: Duration?

    init(_ side: ChatSide = .customer, _ options: ChatSession.Options = .init()) {
        session = ChatSession(
            side: side, id: "me", options: options, random: Chance(state: 7))
    }

    /// Connected, greeted, and what that brought forgotten.
    static func open(_ side: ChatSide = .customer, isOnline: Bool = false) -> Driver {
        var driver = Driver(side)
        driver.connect(isOnline: isOnline)
        driver.forget()
        return driver
    }

    @discardableResult
    mutating func change<Value, Failure: Error>(
        _ input: (inout ChatSession, Duration) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        defer { take() }
        return try input(&session, now)
    }

    private mutating func take() {
        for action in session.takeActions() {
            switch action {
            case .open(let path): opened.append(path)
            case .send(let text): sent.append(String(decoding: text, as: UTF8.self))
            case .close(let code): closed.append(code)
            case .wake(let time): wakeAt = time
            case .request(let request): requests.append(request)
            case .tell(let event): events.append(event)
            }
        }
    }

    mutating func forget() { (sent, opened, closed, requests, events) = ([], [], [], [], []) }

    mutating func connect(isOnline: Bool = false) {
        change { $0.started(now: $1) }
        change { $0.lineOpened(now: $1) }
        receive(Frames.hello(session.side, isOnline: isOnline))
    }

    mutating func receive(_ texts: String...) {
        for text in texts { change { $0.received(Array(text.utf8), now: $1) } }
    }

    mutating func lose(code: Int = 1006) { change { $0.lineClosed(code: code, now: $1) } }

    /// Time passes; timers fire as they were asked for.
    mutating func pass(_ duration: Duration) {
        let end = now + duration
        while let time = wakeAt, time <= end {
            now = max(now, time)
            wakeAt = nil
            change { $0.timerFired(now: $1) }
        }
        now = end
    }

    /// The line comes back: the delay, the WebSocket, hello.
    mutating func comeBack(isOnline: Bool = false) {
        pass(.seconds(20))
        change { $0.lineOpened(now: $1) }
        receive(Frames.hello(session.side, isOnline: isOnline))
    }

    /// What the server would be told, by type.
    var types: [String] {
        sent.compactMap {
            $0.split(separator: "\"", maxSplits: 4).dropFirst(2).dropFirst().first.map(String.init)
        }
    }

    var entries: [Int] {
        events.compactMap { if case .entry(let entry) = $0 { entry.seq } else { nil } }
    }
}

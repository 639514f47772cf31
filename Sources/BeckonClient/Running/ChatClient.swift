/// Drives a `ChatSession` over a transport: the clock, the line and the requests.
///
/// `run` keeps the line until it is cancelled or the server signs the person out; everything else may be called before, meanwhile
/// and after. Nothing here blocks a thread, and nothing is queued without end: whoever writes faster than the line takes it is told by the
/// outbox that it is full.
public actor ChatClient {
    /// Gets each event, with the session as it stands then.
    public typealias Observer = @Sendable (ChatEvent, ChatSession) -> Void

    /// As it stands now.
    public private(set) var session: ChatSession

    private let transport: any ChatTransport
    private let tell: Observer
    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant
    /// What `run` is to do; there is one loop at a time that takes them.
    private let jobs: AsyncStream<Job>
    private let newJobs: AsyncStream<Job>.Continuation
    private var isRunning = false
    /// Events of a line that is not the newest any more are nobody's business.
    private var lineNumber = 0
    private var outgoing: AsyncStream<Outgoing>.Continuation?
    /// When the session wants to be woken, and when the job that sleeps for it wakes: that may be earlier.
    private var wakeAt: Duration?
    private var sleepingUntil: Duration?

    private enum Job: Sendable {
        case open(line: Int, path: String, AsyncStream<Outgoing>)
        case sleep(until: Duration)
        case request(ChatRequest)
        case end
    }

    private enum Outgoing: Sendable {
        case text([UInt8])
        case close(code: Int)
    }

    /// - Parameter tell: called for each event, one after the other, with the session as it stands then. It hands on and returns.
    public init(
        _ session: ChatSession, over transport: any ChatTransport, tell: @escaping Observer
    ) {
        self.session = session
        self.transport = transport
        self.tell = tell
        start = clock.now
        (jobs, newJobs) = AsyncStream.makeStream()
    }

    /// Opens the line, and opens it again whenever it is lost. Returns when the task is cancelled, `stop` is called, or the server says that
    /// this is not (any more) who they claim to be: `session.line` says which. Once per client.
    public func run() async {
        guard !isRunning else { return }
        isRunning = true
        change { $0.started(now: $1) }
        await withTaskCancellationHandler {
            await withDiscardingTaskGroup { group in
                for await job in jobs {
                    if case .end = job { break }
                    group.addTask { await self.run(job) }
                }
                change { $0.stopped(now: $1) }
                group.cancelAll()
            }
        } onCancel: {
            newJobs.yield(.end)
        }
        newJobs.finish()
    }

    /// Ends `run`. What is unsent stays in `session.outbox`.
    public func stop() { newJobs.yield(.end) }

    /// Hands the session something that happened, and does what follows from it: for all that has no function of its own here.
    public func change<Value, Failure: Error>(
        _ input: (inout ChatSession, _ now: Duration) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        defer { act() }
        return try input(&session, now)
    }

    private var now: Duration { clock.now - start }

    private func act() {
        for action in session.takeActions() {
            switch action {
            case .open(let path): open(path)
            case .send(let text): outgoing?.yield(.text(text))
            case .close(let code): close(code)
            case .wake(let time):
                wakeAt = time
                sleep()
            case .request(let request): newJobs.yield(.request(request))
            case .tell(let event): tell(event, session)
            }
        }
        if case .stopped(let reason) = session.line, reason != .unwanted { newJobs.yield(.end) }
    }

    /// The time mostly moves on while somebody sleeps already: then nothing is to be done before they wake.
    private func sleep() {
        guard let wakeAt else { return }
        if let sleepingUntil, sleepingUntil <= wakeAt { return }
        sleepingUntil = wakeAt
        newJobs.yield(.sleep(until: wakeAt))
    }

    private func woke(from time: Duration) {
        if sleepingUntil == time { sleepingUntil = nil }
        if let wakeAt, wakeAt <= now {
            self.wakeAt = nil
            change { $0.timerFired(now: $1) }
        }
        sleep()
    }

    private func open(_ path: String) {
        lineNumber += 1
        let (stream, continuation) = AsyncStream<Outgoing>.makeStream()
        outgoing = continuation
        newJobs.yield(.open(line: lineNumber, path: path, stream))
    }

    private func close(_ code: Int) {
        lineNumber += 1
        outgoing?.yield(.close(code: code))
        outgoing?.finish()
        outgoing = nil
    }

    // MARK: Jobs

    private func run(_ job: Job) async {
        switch job {
        case .open(let number, let path, let texts): await keepLine(number, path, texts)
        case .sleep(let time):
            guard (try? await clock.sleep(until: start + time)) != nil else { return }
            woke(from: time)
        case .request(let request):
            let answer = try? await transport.get(request.path)
            change {
                $0.answered(request, status: answer?.status, body: answer?.body ?? [], now: $1)
            }
        case .end: break
        }
    }

    private func keepLine(_ number: Int, _ path: String, _ texts: AsyncStream<Outgoing>) async {
        let line: any ChatLine
        do {
            line = try await transport.open(path)
        } catch {
            return lost(number, error)
        }
        guard number == lineNumber else { return await line.close(code: 1000) }
        change { $0.lineOpened(now: $1) }
        await withDiscardingTaskGroup { group in
            group.addTask { await Self.write(texts, to: line) }
            do {
                while true {
                    let text = try await line.receive()
                    guard number == lineNumber else { break }
                    change { $0.received(text, now: $1) }
                }
            } catch {
                lost(number, error)
            }
            group.cancelAll()
        }
    }

    private func lost(_ number: Int, _ error: any Error) {
        guard number == lineNumber else { return }
        outgoing?.finish()
        outgoing = nil
        let code = (error as? ChatLineClosed)?.code ?? 1006
        change { $0.lineClosed(code: code, now: $1) }
    }

    /// In order, as fast as the line takes it. The line ends with what is to be written, and when the task is cancelled; what could not be
    /// sent is known by the line's end.
    private static func write(_ texts: AsyncStream<Outgoing>, to line: any ChatLine) async {
        var code = 1000
        loop: for await next in texts {
            switch next {
            case .text(let text):
                if (try? await line.send(text)) == nil { break loop }
            case .close(let wanted):
                code = wanted
                break loop
            }
        }
        await line.close(code: code)
    }
}

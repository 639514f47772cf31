/// When to open the line again after it was lost, and when not to. A value without I/O.
///
/// States: stopped → connecting → open → waiting → connecting …; connecting → waiting; any → stopped.
public struct Reconnect: Sendable {
    /// How the line stands.
    public enum State: Hashable, Sendable {
        /// Next: connecting (`started`).
        case stopped(Stop)
        /// Next: open (`greeted`), waiting or stopped (`lost`).
        case connecting(since: Duration)
        /// Next: waiting or stopped (`lost`).
        case open(since: Duration)
        /// Next: connecting (`timerFired`, `woken`).
        case waiting(until: Duration)
    }

    /// Why it is not opened.
    public enum Stop: Hashable, Sendable {
        /// Nobody wants it open (any more).
        case unwanted
        /// Close 4401: the token is none (any more).
        case signedOut
        /// Close 4403: the token is somebody else's.
        case wrongIdentity
    }

    /// Ceiling of the first delay; each further one doubles it.
    public static let firstDelay = Duration.milliseconds(500)
    /// Ceiling of every delay.
    public static let longestDelay = Duration.seconds(15)
    /// A line on which nobody says hello within this time is as good as none.
    public static let helloTime = Duration.seconds(10)
    /// A line that was open for less, and was closed as too slow a reader, is not opened again at once.
    private static let settledTime = Duration.seconds(1)

    /// How the line stands.
    public private(set) var state = State.stopped(.unwanted)
    private var failures = 0
    private var delayAsked: Duration?

    public init() {}

    /// When to call `timerFired`.
    public var deadline: Duration? {
        switch state {
        case .connecting(let since): since + Self.helloTime
        case .waiting(let until): until
        case .stopped, .open: nil
        }
    }

    /// Somebody wants the line. `true`: open it.
    public mutating func started(now: Duration) -> Bool {
        guard case .stopped = state else { return false }
        failures = 0
        delayAsked = nil
        state = .connecting(since: now)
        return true
    }

    /// Nobody wants the line any more. Where there can be none, the reason stays.
    public mutating func stopped() {
        if case .stopped = state { return }
        state = .stopped(.unwanted)
    }

    /// The server said hello.
    public mutating func greeted(now: Duration) {
        guard case .connecting = state else { return }
        failures = 0
        state = .open(since: now)
    }

    /// `going_away`: the line will be closed, and may be opened again after this time.
    public mutating func goingAway(reconnectAfter delay: Duration) { delayAsked = delay }

    /// The line is gone.
    ///
    /// - Parameter code: of the close frame (RFC 6455, section 7.4); 1006 where there was none.
    public mutating func lost(
        code: Int, now: Duration, using random: inout some RandomNumberGenerator
    ) {
        switch code {
        case 4401: return state = .stopped(.signedOut)
        case 4403: return state = .stopped(.wrongIdentity)
        default: break
        }
        var isBackAtOnce = false
        switch state {
        case .stopped, .waiting: return
        case .connecting: break
        case .open(let since):
            // Too slow a reader has lost nothing and is expected back.
            isBackAtOnce = code == 4408 && now - since >= Self.settledTime
        }
        // Who comes too often is to come later.
        if code == 4429 { failures = max(failures, 3) }
        let delay = delay(using: &random)
        state = .waiting(until: now + (delayAsked ?? (isBackAtOnce ? .zero : delay)))
        delayAsked = nil
    }

    /// Twice as long each time, and by chance up to half of it less: not everybody comes at once.
    private mutating func delay(using random: inout some RandomNumberGenerator) -> Duration {
        failures += 1
        let ceiling = min(Self.longestDelay, Self.firstDelay * (1 << min(failures - 1, 10)))
        return ceiling * Double.random(in: 0.5..<1, using: &random)
    }

    /// `true`: open the line. Where `false` and the state is still `connecting`, nobody said hello in time: the line counts as lost.
    public mutating func timerFired(now: Duration) -> Bool {
        guard case .waiting(let until) = state, now >= until else { return false }
        state = .connecting(since: now)
        return true
    }

    /// The network is back, or somebody looks: no need to wait any longer. `true`: open the line.
    public mutating func woken(now: Duration) -> Bool {
        guard case .waiting = state else { return false }
        state = .connecting(since: now)
        return true
    }
}

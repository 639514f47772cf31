/// Whether an open line is alive: a dead one tells nobody that it is dead, it must be asked. A value without I/O.
public struct Liveness: Sendable {
    /// How soon a silent line is asked.
    public enum Attention: Hashable, Sendable {
        /// Somebody writes or waits, and looks on: after 5 s.
        case close
        /// After 25 s.
        case loose
        /// Not for its silence. What is sent is looked after all the same.
        case none

        var silence: Duration? {
            switch self {
            case .close: .seconds(5)
            case .loose: .seconds(25)
            case .none: nil
            }
        }
    }

    /// What is to be done about the line.
    public enum Verdict: Hashable, Sendable {
        case nothing
        /// Send a `ping`.
        case ask
        case dead
    }

    /// What was sent and should be answered waits so long before the line is asked.
    public static let unansweredTime = Duration.seconds(4)
    /// The answer to that is waited for so long, or as long as hello took.
    public static let answerTime = Duration.seconds(4)
    /// A timer so late says that the process itself stood still: the answer may be here and not read yet.
    public static let stoodStillTime = Duration.seconds(2)

    /// How soon a silent line is asked.
    public var attention = Attention.loose
    private var isOpen = false
    private var lastHeard = Duration.zero
    /// When the oldest frame was sent that nothing was heard after.
    private var sentAt: Duration?
    /// When the line was asked.
    private var askedAt: Duration?
    private var isAskedAgain = false
    private var patience = Liveness.answerTime

    public init() {}

    /// - Parameter took: from the first byte to hello. A line that took long to say it may take long to answer.
    public mutating func opened(took: Duration, now: Duration) {
        isOpen = true
        patience = max(Self.answerTime, took)
        heard(now: now)
    }

    /// There is no line.
    public mutating func closed() { isOpen = false }

    /// Anything came.
    public mutating func heard(now: Duration) {
        lastHeard = now
        sentAt = nil
        askedAt = nil
        isAskedAgain = false
    }

    /// Something was sent that will be answered.
    public mutating func sent(now: Duration) {
        if sentAt == nil { sentAt = now }
    }

    /// Something says that the line may be dead: the network is gone, or the process slept.
    public mutating func doubted(now: Duration) -> Verdict {
        guard isOpen, askedAt == nil else { return .nothing }
        askedAt = now
        return .ask
    }

    /// When to call `timerFired`.
    public var deadline: Duration? {
        if !isOpen { return nil }
        if let askedAt { return askedAt + patience }
        let silent = attention.silence.map { lastHeard + $0 }
        let unanswered = sentAt.map { $0 + Self.unansweredTime }
        return [silent, unanswered].compactMap { $0 }.min()
    }

    /// The time that `deadline` said has come.
    public mutating func timerFired(now: Duration) -> Verdict {
        guard let deadline, now >= deadline else { return .nothing }
        if askedAt == nil {
            askedAt = now
            return .ask
        }
        if now - deadline > Self.stoodStillTime, !isAskedAgain {
            isAskedAgain = true
            askedAt = now
            return .ask
        }
        return .dead
    }
}

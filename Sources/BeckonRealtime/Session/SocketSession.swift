import BeckonModel
import BeckonWire
import NIOCore

/// The life of a socket as a value without I/O: what happened goes in, what to do comes out.
///
/// `identifying` → `open` → `draining` → `closing`; any may go to `closing` at once.
struct SocketSession {
    enum Phase: Equatable {
        /// Waits for an `auth` frame, or for the answer about a cookie or token; what arrives meanwhile is kept.
        case identifying
        case open(Identity)
        /// Beckon stops: nothing new is accepted, what was accepted is answered.
        case draining(Identity?)
        /// A close frame was sent; waits for the peer's, not for long.
        case closing
    }

    enum Action: Equatable {
        case nothing
        case authenticate(token: String)
        case dispatch(IncomingFrame)
        /// Answer with this failure without dispatching.
        case refuse(Failure, IncomingFrame)
        case ping
        case close(CloseCode)
        /// The peer does not answer any more: no handshake, and no grace for presence.
        case abandon
        /// Tell the peer to come back later.
        case goAway
    }

    private let settings: SocketSettings
    private(set) var phase = Phase.identifying
    private let openedAt: NIODeadline
    private var heardAt: NIODeadline
    private var pingedAt: NIODeadline?
    private var closeBy: NIODeadline?
    private var early: [IncomingFrame] = []
    /// Those among them that were refused, too.
    private var earlyCount = 0
    private var isLookingUp = false
    private var refused = 0
    private(set) var underWay = 0

    init(settings: SocketSettings, at now: NIODeadline) {
        self.settings = settings
        openedAt = now
        heardAt = now
    }

    var identity: Identity? {
        switch phase {
        case .open(let identity): identity
        case .draining(let identity): identity
        case .identifying, .closing: nil
        }
    }

    /// Reading goes on only while not too many commands wait for their answers.
    var wantsRead: Bool { underWay < settings.underWayLimit }

    // MARK: Who it is

    /// A cookie or token is being looked up.
    mutating func lookupStarted() { isLookingUp = true }

    /// Returns what had arrived in the meantime, to be dispatched in that order.
    mutating func identified(_ identity: Identity) -> [IncomingFrame] {
        isLookingUp = false
        guard phase == .identifying else { return [] }
        phase = .open(identity)
        defer { early = [] }
        underWay += early.count
        return early
    }

    mutating func identityRefused(_ code: CloseCode, at now: NIODeadline) -> Action {
        isLookingUp = false
        guard phase == .identifying else { return .nothing }
        return close(code, at: now)
    }

    // MARK: What arrives

    mutating func heard(at now: NIODeadline) {
        heardAt = now
        pingedAt = nil
    }

    /// `wait`: how long this socket, or its person, has to wait before such a frame is taken; `nil`: it is.
    mutating func messageReceived(
        _ incoming: IncomingFrame, at now: NIODeadline, wait: TimeAmount? = nil
    ) -> Action {
        if let wait {
            refused += 1
            if refused > settings.refusedLimit { return close(.tooMany, at: now) }
            return .refuse(.tooFast(wait), incoming)
        }
        refused = 0
        switch phase {
        case .identifying:
            if case .success(.auth(let token)) = incoming.frame, !isLookingUp {
                isLookingUp = true
                return .authenticate(token: token)
            }
            earlyCount += 1
            guard earlyCount <= Limits.earlyFrames else { return close(.tooMany, at: now) }
            guard isLookingUp else {
                return .refuse(.notAuthenticated, incoming)
            }
            if case .success(.auth) = incoming.frame { return .nothing }
            early.append(incoming)
            return .nothing
        case .open:
            if case .success(.auth) = incoming.frame { return .nothing }
            underWay += 1
            return .dispatch(incoming)
        case .draining: return .refuse(.draining, incoming)
        case .closing: return .nothing
        }
    }

    /// The answer to a dispatched frame was written.
    mutating func replied(at now: NIODeadline) -> Action {
        underWay -= 1
        if case .draining = phase, underWay == 0 { return close(.serviceRestart, at: now) }
        return .nothing
    }

    // MARK: The end

    mutating func drainRequested(at now: NIODeadline) -> Action {
        switch phase {
        case .closing, .draining: return .nothing
        case .identifying, .open:
            phase = .draining(identity)
            closeBy = now + settings.closeDeadline
            return .goAway
        }
    }

    /// After `goAway` was sent: closes at once when nothing is under way.
    mutating func wentAway(at now: NIODeadline) -> Action {
        guard case .draining = phase, underWay == 0 else { return .nothing }
        return close(.serviceRestart, at: now)
    }

    mutating func close(_ code: CloseCode, at now: NIODeadline) -> Action {
        guard phase != .closing else { return .nothing }
        phase = .closing
        closeBy = now + settings.closeDeadline
        return .close(code)
    }

    mutating func tick(at now: NIODeadline) -> Action {
        if let closeBy, now >= closeBy {
            if phase == .closing { return .abandon }
            return close(.serviceRestart, at: now)
        }
        if phase == .identifying, now >= openedAt + settings.authenticationDeadline {
            // Whom we could not look up in time is not signed out: their page comes back.
            return close(isLookingUp ? .internalError : .notAuthenticated, at: now)
        }
        if let pingedAt {
            return now >= pingedAt + settings.pongDeadline ? .abandon : .nothing
        }
        if now >= heardAt + settings.pingInterval {
            pingedAt = now
            return .ping
        }
        return .nothing
    }
}

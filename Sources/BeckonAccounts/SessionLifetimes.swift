import BeckonModel
import BeckonStore

/// How long sessions live (OWASP ASVS 5.0, chapter 7.3).
enum SessionLifetimes {
    static let staffIdle = Duration.seconds(12 * 3600)
    static let staffAbsolute = Duration.seconds(30 * 86_400)
    static let customerIdle = Duration.seconds(180 * 86_400)
    /// `lastSeenAt` is written at most this often.
    static let touchInterval = Duration.seconds(60)

    static func isOver(_ session: Session, at now: Timestamp) -> Bool {
        switch session.person {
        case .staff:
            session.lastSeenAt.advanced(by: staffIdle) <= now
                || session.createdAt.advanced(by: staffAbsolute) <= now
        case .customer:
            session.lastSeenAt.advanced(by: customerIdle) <= now
        }
    }
}

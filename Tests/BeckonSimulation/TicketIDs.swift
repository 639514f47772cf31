import BeckonModel
import StoreTesting
import Synchronization

/// Identifiers of new tickets, from a seed.
final class TicketIDs: Sendable {
    private let random: Mutex<SeededRandom>

    init(seed: UInt64) { random = Mutex(SeededRandom(seed: seed)) }

    func make(at now: Timestamp) -> TicketID {
        random.withLock { TicketID.make(at: now, using: &$0) }
    }
}

import Synchronization

/// Appends to a ticket that were decided one upon the other. When one of them is refused, all later ones are, also one whose number has
/// become right again by what somebody else appended: it was decided on entries that never came to be.
package final class AppendChain: Sendable {
    private let broken = Atomic(false)

    package init() {}

    package var isBroken: Bool { broken.load(ordering: .acquiring) }

    package func breakOff() { broken.store(true, ordering: .releasing) }
}

import Synchronization

/// Links appends to one ticket of which each was decided on the result of the one before. When one is refused, all later ones of its chain are
/// refused as well. Numbers alone would not be enough: somebody else may append in between, so that a later append has the right number again
/// although the entry on which it was decided never came to be.
package final class AppendChain: Sendable {
    private let broken = Atomic(false)

    package init() {}

    package var isBroken: Bool { broken.load(ordering: .acquiring) }

    package func breakOff() { broken.store(true, ordering: .releasing) }
}

/// What threads wait behind until it is opened, once and for good. Only for threads of our own.
package final class Latch: Sendable {
    private let bell = Bell()

    package init() {}

    package func open() { bell.ring() }

    /// Blocks the calling thread until it is open.
    package func pass() {
        bell.wait(until: nil)
        // For whoever comes next.
        bell.ring()
    }
}

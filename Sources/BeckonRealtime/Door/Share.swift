import BeckonModel
import NIOCore
import Synchronization

/// What one person, or all customers of one address, may take of the server: over all their sockets and requests together.
package final class Share: Sendable {
    package enum Kind: Sendable { case person, address }

    /// A frame that writes counts so much, every other one 1.
    static let writing = 5

    let frames: Allowance
    let bytes: Allowance
    let reads: Allowance
    /// For reading pieces of a ticket.
    let turns = Turns<TicketID>()
    private let owedLimit: Int
    private let owed = Atomic<Int>(0)
    /// Sockets that hold it: it must stay the same one for the next.
    private let holders = Atomic<Int>(0)

    init(_ kind: Kind) {
        let isPerson = kind == .person
        let (frames, reads) =
            isPerson
            ? (Limits.personFrames, Limits.personReads)
            : (Limits.addressFrames, Limits.addressReads)
        self.frames = Allowance(
            perSecond: frames.0 * Self.writing, atOnce: frames.1 * Self.writing)
        bytes =
            isPerson
            ? Allowance(
                perSecond: Limits.personBytesPerSecond, atOnce: Limits.personBytesAtOnce)
            : Allowance(
                perSecond: Limits.addressBytesPerSecond, atOnce: Limits.addressBytesAtOnce)
        self.reads = Allowance(perSecond: reads.0, atOnce: reads.1)
        owedLimit = isPerson ? Limits.personOwedBytes : Limits.addressOwedBytes
    }

    // MARK: What is owed

    /// So many bytes more wait for a reader; `false` when that is too much.
    func owe(_ count: Int) -> Bool {
        owed.add(count, ordering: .relaxed).newValue <= owedLimit
    }

    func settle(_ count: Int) { owed.subtract(count, ordering: .relaxed) }

    var owedBytes: Int { owed.load(ordering: .relaxed) }

    // MARK: Who holds it

    func enter() { holders.add(1, ordering: .relaxed) }

    func leave() { holders.subtract(1, ordering: .relaxed) }

    /// A new one would be the same.
    func isUnused(at now: NIODeadline) -> Bool {
        holders.load(ordering: .relaxed) == 0 && owedBytes == 0 && turns.isEmpty
            && frames.isFull(at: now) && bytes.isFull(at: now) && reads.isFull(at: now)
    }
}

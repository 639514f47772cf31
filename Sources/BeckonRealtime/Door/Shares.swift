package import BeckonModel
import BeckonTelemetry
package import NIOCore
import Synchronization

/// The shares of everybody who is here, or was a moment ago.
package final class Shares: Sendable {
    private struct Table {
        var shares: [String: Share] = [:]
        var sweepAt = Limits.rateBuckets

        /// One that nobody uses is as good as a new one, and is forgotten when there are many.
        mutating func share(_ key: String, _ kind: Share.Kind, at now: NIODeadline) -> Share {
            if let known = shares[key] { return known }
            if shares.count >= sweepAt {
                shares = shares.filter { !$0.value.isUnused(at: now) }
                sweepAt = max(Limits.rateBuckets, shares.count * 2)
            }
            let share = Share(kind)
            shares[key] = share
            return share
        }
    }

    /// Without limits of rates nothing is refused for its number; what is owed is bounded all the same.
    let isRateLimited: Bool
    let total: OwedTotal
    private let people = Mutex(Table())
    private let addresses = Mutex(Table())

    package init(isRateLimited: Bool = true, owedBytes: Int = Limits.owedBytes) {
        self.isRateLimited = isRateLimited
        total = OwedTotal(limit: owedBytes)
    }

    /// `identity`: `nil` where nobody signed in. `address` as limits count it; an empty one is nobody's.
    package func dues(
        of identity: Identity?, at address: String, now: NIODeadline
    ) -> Dues {
        let person = identity.map { identity in
            people.withLock {
                $0.share("\(identity.side.rawValue) \(identity.id)", .person, at: now)
            }
        }
        let place =
            address.isEmpty
            ? nil : addresses.withLock { $0.share(address, .address, at: now) }
        return Dues(
            person: person, address: place, total: total, isStaff: identity?.side == .staff,
            isRateLimited: isRateLimited)
    }

    var count: Int {
        people.withLock { $0.shares.count } + addresses.withLock { $0.shares.count }
    }
}

/// Where what somebody takes is counted: as theirs and, for all but agents, as that of the address they come from.
package struct Dues: Sendable {
    package static let none = Dues(
        person: nil, address: nil, total: nil, isStaff: false, isRateLimited: false)

    let person: Share?
    private let address: Share?
    private let total: OwedTotal?
    private let isStaff: Bool
    private let isRateLimited: Bool

    init(
        person: Share?, address: Share?, total: OwedTotal?, isStaff: Bool, isRateLimited: Bool
    ) {
        self.person = person
        self.address = address
        self.total = total
        self.isStaff = isStaff
        self.isRateLimited = isRateLimited
    }

    private var strangers: Share? { isStaff ? nil : address }

    // MARK: Rates. `nil`, or the time after which it may be tried again.

    /// A frame or a request that came.
    package func takeFrame(
        isWriting: Bool, bytes: Int, at now: NIODeadline
    ) -> TimeAmount? {
        guard isRateLimited else { return nil }
        let weight = isWriting ? Share.writing : 1
        return refused(person?.frames.take(weight, at: now), "person-frames")
            ?? refused(person?.bytes.take(bytes, at: now), "person-bytes")
            ?? refused(strangers?.frames.take(weight, at: now), "address-frames")
            ?? refused(strangers?.bytes.take(bytes, at: now), "address-bytes")
    }

    private func refused(_ wait: TimeAmount?, _ limit: String) -> TimeAmount? {
        if wait != nil { metrics.rateLimited.add(1, limit) }
        return wait
    }

    package func takeRead(at now: NIODeadline) -> TimeAmount? {
        guard isRateLimited else { return nil }
        return refused(person?.reads.take(1, at: now), "person-reads")
            ?? refused(strangers?.reads.take(1, at: now), "address-reads")
    }

    /// So many bytes of entries were read.
    package func chargeRead(bytes: Int, at now: NIODeadline) {
        guard isRateLimited else { return }
        let reads = bytes / Self.bytesOfARead
        person?.reads.charge(reads, at: now)
        strangers?.reads.charge(reads, at: now)
    }

    private static let bytesOfARead = 64 * 1024

    // MARK: Reading a log in pieces: one at a time of each ticket

    /// `false` when too many wait; otherwise `endPiece` must follow.
    func beginPiece(of ticket: TicketID) async -> Bool {
        await person?.turns.begin(ticket) ?? true
    }

    func endPiece(of ticket: TicketID) { person?.turns.end(ticket) }

    // MARK: What is owed

    /// `false` when that is more than may wait; `settle` must follow all the same.
    func owe(_ count: Int) -> Bool {
        total?.owe(count)
        let isFine = person?.owe(count) ?? true
        return (address?.owe(count) ?? true) && isFine
            && (total?.isFull != true || (person?.owedBytes ?? 0) <= Limits.pageBytes)
    }

    func settle(_ count: Int) {
        total?.settle(count)
        person?.settle(count)
        address?.settle(count)
    }

    /// How many bytes may be read for this reader now. While memory for unsent answers is plentiful that is `most`; when it gets short it is
    /// less; `nil` when nothing may be read for them at the moment. Those who do not take what was made for them already are the first to get
    /// nothing.
    package func readable(_ most: Int) -> Int? {
        guard let total, total.isTight else { return most }
        let owesMuch = (strangers?.owedBytes ?? 0) > Limits.pageBytes
        if total.isFull, owesMuch || (person?.owedBytes ?? 0) > 0 { return nil }
        return min(most, Limits.tightReadBytes)
    }

    /// Counts bytes as owed for as long as the result lives; `nil` when that is more than may wait.
    package func debt(_ count: Int) -> Debt? {
        let debt = Debt(count, self)
        return debt.isFine ? debt : nil
    }

    /// The same for what is made already.
    package func debtAnyway(_ count: Int) -> Debt { Debt(count, self) }

    // MARK: Sockets

    func enter() {
        person?.enter()
        address?.enter()
    }

    func leave() {
        person?.leave()
        address?.leave()
    }
}

/// Bytes that were made for somebody who has not taken them yet.
package final class Debt: Sendable {
    private let count: Int
    private let dues: Dues
    fileprivate let isFine: Bool

    fileprivate init(_ count: Int, _ dues: Dues) {
        self.count = count
        self.dues = dues
        isFine = dues.owe(count)
    }

    deinit { dues.settle(count) }
}

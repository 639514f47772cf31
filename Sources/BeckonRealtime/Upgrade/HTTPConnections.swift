import NIOCore
import Synchronization

/// Counts the connections that speak HTTP, by address, and knows which of them are idle. A connection that becomes a socket is no longer
/// counted here.
///
/// The limit for one address does not help where addresses say nothing, because everybody comes through one proxy. So there is a second rule:
/// when three quarters of all allowed connections are in use, the ones that have been idle longest are closed after one second instead of one
/// minute.
final class HTTPConnections: Sendable {
    final class Entry: Sendable {
        let channel: any Channel
        let address: String
        /// `false`: its address had as many as it may; it is told so, and ends.
        let isAllowed: Bool
        private let openedAt: NIODeadline
        /// `busy`, or since when it idles.
        private let idleSince: Atomic<UInt64>
        private static let busy = UInt64.max

        fileprivate init(channel: any Channel, address: String, isAllowed: Bool) {
            self.channel = channel
            self.address = address
            self.isAllowed = isAllowed
            openedAt = channel.eventLoop.now
            idleSince = Atomic(openedAt.uptimeNanoseconds)
        }

        /// Set on the channel's event loop.
        var isBusy: Bool {
            get { idleSince.load(ordering: .relaxed) == Self.busy }
            set {
                let now = newValue ? Self.busy : channel.eventLoop.now.uptimeNanoseconds
                idleSince.store(now, ordering: .relaxed)
            }
        }

        fileprivate var idle: NIODeadline? {
            let since = idleSince.load(ordering: .relaxed)
            return since == Self.busy ? nil : .uptimeNanoseconds(since)
        }
    }

    private struct State {
        var entries: [ObjectIdentifier: Entry] = [:]
        var counts: [String: Int] = [:]
    }

    private let perAddress: Int?
    private let crowd: Int
    private let state = Mutex(State())

    /// How long a connection may idle while there is a crowd.
    static let patience = TimeAmount.seconds(1)

    /// `perAddress`: `nil` for as many as they like. `total`: of all connections, sockets too.
    init(perAddress: Int?, total: Int) {
        self.perAddress = perAddress
        crowd = max(1, total / 4 * 3)
    }

    /// `leave` must follow. An empty address is nobody's, and not counted.
    func enter(_ channel: any Channel, address: String) -> Entry {
        state.withLock { state in
            let count = state.counts[address, default: 0]
            let isAllowed = address.isEmpty || perAddress.map { count < $0 } ?? true
            let entry = Entry(
                channel: channel, address: isAllowed ? address : "", isAllowed: isAllowed)
            if !entry.address.isEmpty { state.counts[address] = count + 1 }
            state.entries[ObjectIdentifier(entry)] = entry
            return entry
        }
    }

    /// The connection ended, or became a socket. Once more does nothing.
    func leave(_ entry: Entry) {
        state.withLock { state in
            guard state.entries.removeValue(forKey: ObjectIdentifier(entry)) != nil,
                let count = state.counts[entry.address]
            else { return }
            state.counts[entry.address] = count > 1 ? count - 1 : nil
        }
    }

    /// Ends idle connections while there is a crowd, those first that idle longest.
    func sweep(sockets: Int, at now: NIODeadline) {
        let idle = state.withLock { state -> ArraySlice<(since: NIODeadline, entry: Entry)> in
            let tooMany = state.entries.count + sockets - crowd
            guard tooMany > 0 else { return [] }
            return state.entries.values.compactMap { entry in
                entry.idle.map { (since: $0, entry: entry) }
            }.filter { now - $0.since >= Self.patience }
                .sorted { $0.since < $1.since }.prefix(tooMany)
        }
        for (_, entry) in idle {
            entry.channel.eventLoop.execute {
                // A request may have come since.
                if !entry.isBusy { entry.channel.close(mode: .all, promise: nil) }
            }
        }
    }

    var count: Int { state.withLock { $0.entries.count } }
    var addressCount: Int { state.withLock { $0.counts.count } }
}

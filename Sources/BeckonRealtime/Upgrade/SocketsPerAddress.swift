import Synchronization

/// How many sockets each address holds at the moment.
final class SocketsPerAddress: Sendable {
    private let limit: Int?
    private let counts = Mutex<[String: Int]>([:])

    /// `nil`: as many as they like.
    init(limit: Int?) { self.limit = limit }

    /// `false` when the address holds as many as it may; otherwise `leave` must follow. An empty address is nobody's, and not counted.
    func enter(_ address: String) -> Bool {
        guard let limit, !address.isEmpty else { return true }
        return counts.withLock { counts in
            let count = counts[address, default: 0]
            guard count < limit else { return false }
            counts[address] = count + 1
            return true
        }
    }

    func leave(_ address: String) {
        guard limit != nil else { return }
        counts.withLock { counts in
            guard let count = counts[address] else { return }
            counts[address] = count > 1 ? count - 1 : nil
        }
    }

    var addressCount: Int { counts.withLock { $0.count } }
}

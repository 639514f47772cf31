/// The proxies whose `X-Forwarded-For` is believed: addresses or networks (`10.0.0.0/8`).
package struct TrustedProxies: Hashable, Sendable {
    private struct Network: Hashable {
        let address: ClientAddress
        let bits: Int
    }

    private let networks: [Network]

    package static var none: TrustedProxies { TrustedProxies(networks: []) }

    private init(networks: [Network]) { self.networks = networks }

    /// `nil` when one of the texts is neither an address nor a network.
    package init?(_ texts: [String]) {
        var networks: [Network] = []
        for text in texts {
            let parts = text.split(separator: "/", omittingEmptySubsequences: false)
            guard parts.count <= 2, let address = ClientAddress(String(parts[0])) else {
                return nil
            }
            let widest = if case .v4 = address { 32 } else { 128 }
            guard let bits = parts.count == 2 ? Int(parts[1]) : widest, (0...widest).contains(bits)
            else { return nil }
            networks.append(Network(address: address, bits: bits))
        }
        self.networks = networks
    }

    package func contains(_ address: ClientAddress) -> Bool {
        networks.contains { Self.contains($0, address) }
    }

    /// The nearest address that is no trusted proxy: the list is read from its end, because only that part is ours.
    package func client(peer: ClientAddress, forwardedFor: String?) -> ClientAddress {
        guard contains(peer), let forwardedFor else { return peer }
        var client = peer
        for text in forwardedFor.split(separator: ",", omittingEmptySubsequences: false)
            .reversed().prefix(16)
        {
            let text = text.drop { $0 == " " }.prefix { $0 != " " }
            guard let address = ClientAddress(String(text)) else { return client }
            client = address
            if !contains(address) { return client }
        }
        return client
    }

    /// The key by which limits count this client. Empty for clients that are not counted by address: this machine itself, since a proxy that
    /// nobody named may run here and all people would then share one limit, and the proxies themselves.
    package func countedAddress(of client: ClientAddress) -> String {
        client.isLoopback || contains(client) ? "" : client.limitKey
    }

    private static func contains(_ network: Network, _ address: ClientAddress) -> Bool {
        switch (network.address, address) {
        case (.v4(let base), .v4(let address)):
            let mask = network.bits == 0 ? 0 : UInt32.max << UInt32(32 - network.bits)
            return base & mask == address & mask
        case (.v6(let high, let low), .v6(let otherHigh, let otherLow)):
            let highBits = min(network.bits, 64)
            let lowBits = max(network.bits - 64, 0)
            let highMask = highBits == 0 ? 0 : UInt64.max << UInt64(64 - highBits)
            let lowMask = lowBits == 0 ? 0 : UInt64.max << UInt64(64 - lowBits)
            return high & highMask == otherHigh & highMask && low & lowMask == otherLow & lowMask
        default:
            return false
        }
    }
}

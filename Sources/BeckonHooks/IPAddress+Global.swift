extension IPAddress {
    /// Whether it is somebody's on the public Internet: not this machine, not a private network, nothing that an address in another one hides.
    /// By the registries of IANA for special addresses (RFC 6890 and what updates it), where they say "Globally Reachable".
    package var isGlobal: Bool {
        if let inner { return inner.isGlobal }
        if isFour { return !Self.specialFour.contains { $0.contains(self) } }
        // The rest of IPv6 is not given out, or not to the public.
        return Self.unicast.contains(self) && !Self.specialSix.contains { $0.contains(self) }
    }

    /// The IPv4 address that stands in this one: mapped, translated (NAT64), of 6to4.
    private var inner: IPAddress? {
        if isFour { return nil }
        if Self.mapped.contains(self) || Self.translated.contains(self) {
            return IPAddress(bytes: Array(bytes[12...]))
        }
        return Self.sixToFour.contains(self) ? IPAddress(bytes: Array(bytes[2..<6])) : nil
    }

    private static let mapped: Network = "::ffff:0:0/96"
    private static let translated: Network = "64:ff9b::/96"
    private static let sixToFour: Network = "2002::/16"
    private static let unicast: Network = "2000::/3"

    private static let specialFour: [Network] = [
        "0.0.0.0/8",  // this network
        "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16",  // private
        "100.64.0.0/10",  // behind a carrier's NAT
        "127.0.0.0/8",  // loopback
        "169.254.0.0/16",  // link local, and what clouds tell their machines
        "192.0.0.0/24",  // protocols
        "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24",  // documentation
        "192.88.99.0/24",  // relays of 6to4
        "198.18.0.0/15",  // benchmarks
        "224.0.0.0/4",  // multicast
        "240.0.0.0/4",  // reserved, and broadcast
    ]

    private static let specialSix: [Network] = [
        "2001::/23",  // protocols, among them Teredo, which hides an IPv4 address
        "2001:db8::/32", "3fff::/20",  // documentation
    ]

    /// An address and how many of its leading bits count.
    private struct Network: ExpressibleByStringLiteral {
        let address: IPAddress
        let bits: Int

        init(stringLiteral text: String) {
            let parts = text.split(separator: "/")
            guard parts.count == 2, let address = IPAddress(String(parts[0])),
                let bits = Int(parts[1])
            else { preconditionFailure("not a network: \(text)") }
            self.address = address
            self.bits = bits
        }

        func contains(_ other: IPAddress) -> Bool {
            guard other.bytes.count == address.bytes.count else { return false }
            let whole = bits / 8
            guard other.bytes[..<whole] == address.bytes[..<whole] else { return false }
            let mask = ~(UInt8.max >> UInt8(bits % 8))
            return bits % 8 == 0 || other.bytes[whole] & mask == address.bytes[whole] & mask
        }
    }
}

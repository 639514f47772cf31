package import NIOCore

/// An IP address as limits and logs see it.
package enum ClientAddress: Hashable, Sendable, CustomStringConvertible {
    case v4(UInt32)
    case v6(high: UInt64, low: UInt64)
    /// No IP socket (a Unix socket, a test).
    case unknown

    package init(_ address: SocketAddress?) {
        self = address?.ipAddress.flatMap(ClientAddress.init) ?? .unknown
    }

    /// `nil` for anything but the text of one address. `::ffff:a.b.c.d` is the IPv4 address.
    package init?(_ text: String) {
        guard text.utf8.count <= 45, let address = try? SocketAddress(ipAddress: text, port: 0) else {
            return nil
        }
        switch address {
        case .v4(let v4):
            self = .v4(UInt32(bigEndian: v4.address.sin_addr.s_addr))
        case .v6(let v6):
            let (high, low) = withUnsafeBytes(of: v6.address.sin6_addr) { bytes in
                (
                    UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
                    UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
                )
            }
            self = high == 0 && low >> 32 == 0xFFFF ? .v4(UInt32(truncatingIfNeeded: low)) : .v6(high: high, low: low)
        case .unixDomainSocket: return nil
        }
    }

    package var isLoopback: Bool {
        switch self {
        case .v4(let address): address >> 24 == 127
        case .v6(let high, let low): high == 0 && low == 1
        case .unknown: false
        }
    }

    /// What limits count by: an IPv4 address, an IPv6 network of 64 bits.
    package var limitKey: String {
        switch self {
        case .v4: description
        case .v6(let high, _): ClientAddress.v6(high: high, low: 0).description + "/64"
        case .unknown: "unknown"
        }
    }

    package var description: String {
        switch self {
        case .v4(let address):
            return [24, 16, 8, 0].map { String(address >> UInt32($0) & 0xFF) }.joined(separator: ".")
        case .v6(let high, let low):
            return [high, low].flatMap { word in
                [48, 32, 16, 0].map { String(word >> UInt64($0) & 0xFFFF, radix: 16) }
            }.joined(separator: ":")
        case .unknown:
            return "unknown"
        }
    }
}

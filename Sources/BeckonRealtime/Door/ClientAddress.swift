import Foundation
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
        guard text.utf8.count <= 45, !text.utf8.contains(0) else { return nil }
        if let bytes = Self.bytes(of: text, family: AF_INET, count: 4) {
            self = .v4(UInt32(truncatingIfNeeded: Self.word(bytes[...])))
        } else if let bytes = Self.bytes(of: text, family: AF_INET6, count: 16) {
            let high = Self.word(bytes[..<8])
            let low = Self.word(bytes[8...])
            let isMapped = high == 0 && low >> 32 == 0xFFFF
            self = isMapped ? .v4(UInt32(truncatingIfNeeded: low)) : .v6(high: high, low: low)
        } else {
            return nil
        }
    }

    private static func bytes(of text: String, family: Int32, count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        return inet_pton(family, text, &bytes) == 1 ? bytes : nil
    }

    private static func word(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reduce(0) { $0 << 8 | UInt64($1) }
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
            return [24, 16, 8, 0].map { String(address >> UInt32($0) & 0xFF) }.joined(
                separator: ".")
        case .v6(let high, let low):
            return [high, low].flatMap { word in
                [48, 32, 16, 0].map { String(word >> UInt64($0) & 0xFFFF, radix: 16) }
            }.joined(separator: ":")
        case .unknown:
            return "unknown"
        }
    }
}

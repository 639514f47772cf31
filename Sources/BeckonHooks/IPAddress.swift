import Glibc

/// An address of either version, in network order.
package struct IPAddress: Hashable, Sendable, CustomStringConvertible {
    /// 4 or 16.
    package let bytes: [UInt8]

    package init?(bytes: [UInt8]) {
        guard bytes.count == 4 || bytes.count == 16 else { return nil }
        self.bytes = bytes
    }

    /// In its usual form, an IPv6 address without brackets. Not the forms that only old programs read (`127.1`, `0x7f000001`).
    package init?(_ text: String) {
        let isSix = text.contains(":")
        var bytes = [UInt8](repeating: 0, count: isSix ? 16 : 4)
        guard inet_pton(isSix ? AF_INET6 : AF_INET, text, &bytes) == 1 else { return nil }
        self.bytes = bytes
    }

    package var description: String {
        let length = Int(INET6_ADDRSTRLEN)
        var text = [CChar](repeating: 0, count: length)
        inet_ntop(isFour ? AF_INET : AF_INET6, bytes, &text, socklen_t(length))
        return text.withUnsafeBufferPointer { buffer in
            String(
                decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
    }

    package var isFour: Bool { bytes.count == 4 }
}

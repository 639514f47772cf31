import Crypto

/// Time-based one-time passwords (RFC 6238 over RFC 4226): SHA-1, six digits, 30 s, as authenticator apps expect them.
package enum TOTP {
    /// RFC 4226, section 4, R6: 160 bits.
    static let secretBytes = 20
    static let stepSeconds: Int64 = 30

    package static func step(atSeconds seconds: Int64) -> Int { Int(seconds / stepSeconds) }

    /// RFC 4226, section 5.3.
    package static func code(secret: [UInt8], step: Int) -> String {
        let counter = (0..<8).reversed().map { UInt8(truncatingIfNeeded: step >> ($0 * 8)) }
        let key = SymmetricKey(data: secret)
        let mac = Array(HMAC<Insecure.SHA1>.authenticationCode(for: counter, using: key))
        let offset = Int(mac[19] & 0x0F)
        let word = mac[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        let digits = String((word & 0x7FFF_FFFF) % 1_000_000)
        return String(repeating: "0", count: 6 - digits.utf8.count) + digits
    }

    /// The steps that the code may be of, one early and one late (RFC 6238, section 5.2). All are compared, whichever fits.
    package static func steps(
        of code: String, secret: [UInt8], atSeconds seconds: Int64
    ) -> [Int] {
        let now = step(atSeconds: seconds)
        return [now - 1, now, now + 1].filter { isSame(self.code(secret: secret, step: $0), code) }
    }

    /// For the app's camera or keyboard (github.com/google/google-authenticator/wiki/Key-Uri-Format).
    static func uri(secret: [UInt8], account: String) -> String {
        let account = account.utf8.reduce(into: "") { text, byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "@"):
                text.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let hex = String(byte, radix: 16, uppercase: true)
                text += "%" + (hex.utf8.count == 1 ? "0" : "") + hex
            }
        }
        return "otpauth://totp/Beckon:\(account)?secret=\(Base32.encode(secret))&issuer=Beckon"
            + "&algorithm=SHA1&digits=6&period=30"
    }

    private static func isSame(_ left: String, _ right: String) -> Bool {
        let (left, right) = (Array(left.utf8), Array(right.utf8))
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

/// RFC 4648, section 6, without padding.
package enum Base32 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)

    package static func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        for byte in bytes {
            bits = bits << 8 | UInt32(byte)
            count += 8
            while count >= 5 {
                count -= 5
                text.append(alphabet[Int(bits >> UInt32(count)) & 31])
            }
            bits &= (1 << UInt32(count)) - 1
        }
        if count > 0 { text.append(alphabet[Int(bits << UInt32(5 - count)) & 31]) }
        return String(decoding: text, as: UTF8.self)
    }

    static func isDigit(_ byte: UInt8) -> Bool { alphabet.contains(byte) }
}

/// What lets an agent in who has lost the phone: ten codes of 80 bits, each for one use. Only their hashes are kept.
package enum RecoveryCode {
    package static let count = 10

    /// `K7QW-2MZD-…`: four times four characters.
    static func make() -> String {
        let text = Array(Base32.encode(Tokens.randomBytes(count: 10)))
        return stride(from: 0, to: 16, by: 4).map { String(text[$0..<$0 + 4]) }
            .joined(separator: "-")
    }

    /// `nil` for what cannot be one. Case, spaces and hyphens do not matter.
    static func hash(_ code: String) -> [UInt8]? {
        let bytes = code.uppercased().utf8.filter { $0 != 0x20 && $0 != UInt8(ascii: "-") }
        guard bytes.count == 16, bytes.allSatisfy(Base32.isDigit) else { return nil }
        return Tokens.hash(String(decoding: bytes, as: UTF8.self))
    }
}

import BeckonAccounts
import BeckonHTTP
import Testing

@Suite struct TOTPTests {
    static let secret = Array("12345678901234567890".utf8)

    /// RFC 6238, appendix B, for SHA-1; six of its eight digits.
    @Test(
        arguments: [
            (59, "287082"), (1_111_111_109, "081804"), (1_111_111_111, "050471"),
            (1_234_567_890, "005924"), (2_000_000_000, "279037"), (20_000_000_000, "353130"),
        ] as [(Int64, String)])
    func `Codes are those of the standard`(_ seconds: Int64, _ code: String) {
        #expect(TOTP.code(secret: Self.secret, step: TOTP.step(atSeconds: seconds)) == code)
    }

    @Test func `A code counts a step early and late, and no more`() {
        let step = TOTP.step(atSeconds: 1_111_111_109)
        let code = TOTP.code(secret: Self.secret, step: step)
        for (seconds, isRight) in [
            (1_111_111_049, false), (1_111_111_050, true), (1_111_111_109, true),
            (1_111_111_139, true), (1_111_111_140, false),
        ] as [(Int64, Bool)] {
            let steps = TOTP.steps(of: code, secret: Self.secret, atSeconds: seconds)
            #expect(steps == (isRight ? [step] : []), "\(seconds)")
        }
    }

    /// RFC 4648, section 10.
    @Test(arguments: [
        ("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"),
        ("fooba", "MZXW6YTB"), ("foobar", "MZXW6YTBOI"),
    ])
    func `Base32 is that of the standard`(_ text: String, _ encoded: String) {
        #expect(Base32.encode(Array(text.utf8)) == encoded)
    }
}

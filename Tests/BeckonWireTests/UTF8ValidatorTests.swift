import BeckonWire
import Testing

@Suite("UTF-8 as it arrives")
struct UTF8ValidatorTests {
    private func isValid(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBytes { UTF8Validator.isValid($0) }
    }

    private func expectAgreement(_ bytes: [UInt8]) {
        let isText = String(validating: bytes, as: UTF8.self) != nil
        if isValid(bytes) != isText {
            Issue.record("\(bytes): the standard library says \(isText)")
        }
    }

    @Test("Agrees with the standard library on every text of one, two and three bytes")
    func exhaustive() {
        // Of the continuation bytes, those at which a range begins or ends.
        let edges: [UInt8] = [0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF]
        for first in UInt8.min...UInt8.max {
            expectAgreement([first])
            for second in UInt8.min...UInt8.max {
                expectAgreement([first, second])
                for third in edges { expectAgreement([first, second, third]) }
            }
        }
    }

    @Test("Agrees with it on every beginning of a character of four bytes")
    func fourBytes() {
        let edges: [UInt8] = [0x7F, 0x80, 0xBF, 0xC0]
        for first in UInt8(0xEF)...0xFF {
            for second in UInt8.min...UInt8.max {
                for third in edges {
                    for fourth in edges { expectAgreement([first, second, third, fourth]) }
                }
            }
        }
    }

    @Test("Knows every character there is, cut anywhere")
    func characters() {
        var isRight = true
        for value in stride(from: UInt32(0x80), through: 0x10FFFF, by: 7) {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let bytes = Array(String(Character(scalar)).utf8)
            for cut in 0...bytes.count {
                var validator = UTF8Validator()
                let isAccepted = bytes[..<cut].withUnsafeBytes { validator.accepts($0) }
                isRight = isRight && isAccepted
                isRight = isRight && validator.isAtBoundary == (cut == 0 || cut == bytes.count)
                isRight = isRight && bytes[cut...].withUnsafeBytes { validator.accepts($0) }
                isRight = isRight && validator.isAtBoundary
            }
        }
        #expect(isRight)
    }

    @Test("Agrees with it on 50,000 seeded mixtures of ASCII, characters and damage")
    func mixtures() {
        var random = SeededGenerator(seed: 3629)
        for _ in 0..<50_000 {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 0...5, using: &random) {
                let piece = ["plain ASCII", "é", "你好", "🐌", "\u{D7FF}", "\u{10FFFF}"]
                    .randomElement(using: &random)
                bytes += Array((piece ?? "").utf8)
            }
            if !bytes.isEmpty, Bool.random(using: &random) {
                let index = Int.random(in: 0..<bytes.count, using: &random)
                bytes[index] = UInt8.random(in: 0x70...0xFF, using: &random)
            }
            expectAgreement(bytes)
        }
    }

    @Test("Refuses at the first byte that nothing could follow")
    func atOnce() {
        for bytes in [
            [0x80], [0xC0], [0xC1], [0xE0, 0x9F], [0xED, 0xA0], [0xF0, 0x8F], [0xF4, 0x90], [0xF5],
            [0xFF], [0xE2, 0x82, 0x20], [0xF0, 0x9F, 0x98, 0xC0],
        ] as [[UInt8]] {
            var validator = UTF8Validator()
            let isAccepted = bytes.dropLast().withUnsafeBytes { validator.accepts($0) }
            #expect(isAccepted)
            let isRefused = bytes.suffix(1).withUnsafeBytes { !validator.accepts($0) }
            #expect(isRefused)
        }
    }
}

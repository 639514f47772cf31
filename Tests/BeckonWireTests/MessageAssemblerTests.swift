import BeckonModel
import BeckonWire
import Testing

@Suite("Messages from bytes, after RFC 6455")
struct MessageAssemblerTests {
    private static let text: UInt8 = 1
    private static let continuation: UInt8 = 0
    private static let binary: UInt8 = 2
    private static let close: UInt8 = 8
    private static let ping: UInt8 = 9
    private static let pong: UInt8 = 10

    private func frame(
        _ opcode: UInt8, _ payload: [UInt8] = [], isFinal: Bool = true, isMasked: Bool = true,
        reserved: UInt8 = 0, key: [UInt8] = [1, 2, 3, 0xF4]
    ) -> [UInt8] {
        var bytes = [(isFinal ? 0x80 : 0) | reserved << 4 | opcode]
        let mask: UInt8 = isMasked ? 0x80 : 0
        switch payload.count {
        case ...125: bytes.append(mask | UInt8(payload.count))
        case ...0xFFFF:
            bytes += [mask | 126, UInt8(payload.count >> 8), UInt8(payload.count & 0xFF)]
        default:
            bytes.append(mask | 127)
            bytes += (0..<8).reversed().map { UInt8(payload.count >> ($0 * 8) & 0xFF) }
        }
        guard isMasked else { return bytes + payload }
        return bytes + key + payload.enumerated().map { $1 ^ key[$0 % 4] }
    }

    private func outputs(
        of bytes: [UInt8], inPiecesOf size: Int = .max
    ) -> [MessageAssembler.Output] {
        var assembler = MessageAssembler()
        var outputs: [MessageAssembler.Output] = []
        var start = 0
        while start < bytes.count {
            let end = bytes.count - start > size ? start + size : bytes.count
            bytes[start..<end].withUnsafeBytes { piece in
                var rest = piece
                while let output = assembler.next(from: &rest) { outputs.append(output) }
                #expect(rest.isEmpty)
            }
            start = end
        }
        return outputs
    }

    @Test("A text in one frame is a message, unmasked, whatever its length and however it is cut")
    func single() {
        for count in [0, 1, 3, 7, 8, 9, 17, 125, 126, 127, 4_099, 65_535, 65_536] {
            let payload = (0..<count).map { UInt8($0 % 128) }
            let bytes = frame(Self.text, payload)
            for size in [1, 2, 3, 5, 8, 1_000, .max] where count < 5_000 || size > 5 {
                #expect(outputs(of: bytes, inPiecesOf: size) == [.message(payload)])
            }
        }
    }

    @Test("Fragments are joined, with control frames between them")
    func fragments() {
        let bytes =
            frame(Self.text, Array("hé".utf8).dropLast(), isFinal: false)
            + frame(Self.ping, Array("p".utf8)) + frame(Self.continuation, [], isFinal: false)
            + frame(Self.pong) + frame(Self.continuation, [0xA9, 0x21])
            + frame(Self.text, Array("next".utf8))
        for size in [1, 3, .max] {
            #expect(
                outputs(of: bytes, inPiecesOf: size) == [
                    .ping(Array("p".utf8)), .pong, .message(Array("hé!".utf8)),
                    .message(Array("next".utf8)),
                ])
        }
    }

    @Test("The first byte that breaks a rule is enough")
    func atOnce() {
        let cases: [([UInt8], CloseCode)] = [
            ([0xC1], .protocolError), ([0xA1], .protocolError), ([0x91], .protocolError),
            ([0x83], .protocolError), ([0x8B], .protocolError), ([0x80], .protocolError),
            ([0x09], .protocolError), ([0x82], .unsupportedData), ([0x02], .unsupportedData),
            ([0x81, 0x05], .protocolError), ([0x89, 0xFE], .protocolError),
            ([0x81, 0xFE, 0, 125], .protocolError),
            ([0x81, 0xFF, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF], .protocolError),
            ([0x81, 0xFF, 0x80, 0, 0, 0, 0, 0, 0, 0], .protocolError),
            ([0x81, 0xFF, 0, 0, 0, 0, 0, 1, 0, 1], .tooBig),
            ([0x81, 0x85, 0, 0, 0, 0, 0xC0], .invalidPayload),
            ([0x81, 0x85, 0, 0, 0, 0, 0xED, 0xA0], .invalidPayload),
            ([0x01, 0x81, 0, 0, 0, 0, 0xF4, 0x00, 0x85, 0, 0, 0, 0, 0x90], .invalidPayload),
            ([0x01, 0x80, 0, 0, 0, 0, 0x81], .protocolError),
            ([0x01, 0x80, 0, 0, 0, 0, 0x02], .protocolError),
        ]
        for (bytes, code) in cases {
            #expect(outputs(of: bytes) == [.violation(code)], "\(bytes)")
            #expect(outputs(of: bytes.dropLast()).isEmpty, "\(bytes) without its last byte")
        }
    }

    @Test("The bytes of all fragments together are bounded, and so is their number")
    func bounds() {
        let half = [UInt8](repeating: 0x20, count: Limits.frameBytes / 2)
        let full =
            frame(Self.text, half, isFinal: false)
            + frame(Self.continuation, half, isFinal: false)
        #expect(outputs(of: full + frame(Self.continuation)) == [.message(half + half)])
        #expect(outputs(of: full + frame(Self.continuation, [0x20])) == [.violation(.tooBig)])
        let empty = frame(Self.continuation, isFinal: false)
        var many = frame(Self.text, isFinal: false)
        for _ in 1..<Limits.messageFragments { many += empty }
        #expect(outputs(of: many).isEmpty)
        #expect(outputs(of: many + empty) == [.violation(.tooBig)])
    }

    @Test("Close codes are held against the list of section 7.4")
    func closeCodes() {
        func close(_ code: UInt16, _ reason: [UInt8] = []) -> [MessageAssembler.Output] {
            outputs(of: frame(Self.close, [UInt8(code >> 8), UInt8(code & 0xFF)] + reason))
        }
        let allowed = [1000...1003, 1007...1014, 3000...4999].flatMap { $0 }
        for code in UInt16(0)...5_100 {
            let expected: MessageAssembler.Output =
                allowed.contains(Int(code)) ? .close(code) : .violation(.protocolError)
            #expect(close(code) == [expected])
        }
        #expect(close(65_535) == [.violation(.protocolError)])
        #expect(outputs(of: frame(Self.close)) == [.close(nil)])
        #expect(outputs(of: frame(Self.close, [3])) == [.violation(.protocolError)])
        #expect(close(1000, [0xFF]) == [.violation(.invalidPayload)])
        #expect(close(1000, Array("né".utf8).dropLast()) == [.violation(.invalidPayload)])
    }

    @Test("Nothing is heard after a close")
    func afterClose() {
        let bytes = frame(Self.close, [3, 0xE8]) + frame(Self.text, [0x78]) + frame(Self.ping)
        #expect(outputs(of: bytes) == [.close(1000)])
    }

    @Test("After a violation only the peer's own close is heard, and one violation is told")
    func afterViolation() {
        let offences: [[UInt8]] = [
            frame(Self.text, [0xFF, 0x78]), frame(Self.binary, Array(repeating: 7, count: 300)),
            frame(Self.text, [0x78], isMasked: false), frame(Self.ping, isMasked: false),
            frame(Self.text, [UInt8](repeating: 0x20, count: Limits.frameBytes + 1)),
            frame(3, [1, 2, 3], reserved: 7), frame(Self.close, isMasked: false),
        ]
        for offence in offences {
            let bytes = offence + frame(Self.text, [0x78]) + frame(Self.ping)
            for size in [1, .max] {
                let found = outputs(
                    of: bytes + frame(Self.close, [3, 0xEA]) + frame(Self.ping), inPiecesOf: size)
                guard case .violation? = found.first else {
                    Issue.record("no violation in \(offence.prefix(16))")
                    continue
                }
                #expect(found.dropFirst() == [.close(nil)])
            }
        }
    }

    @Test("However bytes are cut, the same comes of them: 3,000 seeded streams")
    func splits() {
        var random = SeededGenerator(seed: 64)
        for _ in 0..<3_000 {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let opcode: UInt8 = [0, 1, 1, 1, 8, 9, 10].randomElement(using: &random) ?? 1
                let payload = Array(
                    ["", "a", "né", "🐌🐌", "\u{7FF}\u{800}"].randomElement(using: &random)?.utf8
                        ?? "".utf8)
                bytes += frame(
                    opcode, payload, isFinal: opcode > 7 || Bool.random(using: &random))
            }
            if Bool.random(using: &random) {
                let index = Int.random(in: 0..<bytes.count, using: &random)
                bytes[index] ^= 1 << UInt8.random(in: 0...7, using: &random)
            }
            let whole = outputs(of: bytes)
            #expect(outputs(of: bytes, inPiecesOf: 1) == whole)
            #expect(
                outputs(of: bytes, inPiecesOf: Int.random(in: 2...9, using: &random)) == whole)
        }
    }
}

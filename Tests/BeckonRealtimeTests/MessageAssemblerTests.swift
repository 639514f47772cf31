import BeckonModel
import BeckonWire
import NIOCore
import NIOWebSocket
import Testing

@testable import BeckonRealtime

@Suite("Messages from frames, after RFC 6455")
struct MessageAssemblerTests {
    private func frame(
        _ opcode: WebSocketOpcode, _ text: String = "", fin: Bool = true, masked: Bool = true,
        rsv1: Bool = false
    ) -> WebSocketFrame {
        var data = ByteBuffer(string: text)
        let key: WebSocketMaskingKey? = masked ? [1, 2, 3, 4] : nil
        if let key { data.webSocketMask(key) }
        return WebSocketFrame(fin: fin, rsv1: rsv1, opcode: opcode, maskKey: key, data: data)
    }

    private func close(_ code: UInt16, reason: [UInt8] = []) -> WebSocketFrame {
        var data = ByteBuffer(integer: code)
        data.writeBytes(reason)
        data.webSocketMask([1, 2, 3, 4])
        return WebSocketFrame(
            fin: true, opcode: .connectionClose, maskKey: [1, 2, 3, 4], data: data)
    }

    @Test("A text in one frame is a message, unmasked")
    func single() {
        var assembler = MessageAssembler()
        #expect(
            assembler.frameReceived(frame(.text, "hello")) == .message(ByteBuffer(string: "hello")))
    }

    @Test("Fragments are joined, with control frames between them")
    func fragments() {
        var assembler = MessageAssembler()
        #expect(assembler.frameReceived(frame(.text, "he", fin: false)) == .nothing)
        #expect(assembler.frameReceived(frame(.ping, "p")) == .ping(ByteBuffer(string: "p")))
        #expect(assembler.frameReceived(frame(.continuation, "l", fin: false)) == .nothing)
        #expect(assembler.frameReceived(frame(.pong)) == .pong)
        #expect(
            assembler.frameReceived(frame(.continuation, "lo"))
                == .message(ByteBuffer(string: "hello")))
    }

    @Test("Unmasked frames, reserved bits and reserved opcodes are violations")
    func violations() {
        for bad in [
            frame(.text, "x", masked: false), frame(.text, "x", rsv1: true),
            frame(WebSocketOpcode(encodedWebSocketOpcode: 3) ?? .text, "x"),
            frame(.continuation, "x"),
        ] {
            var assembler = MessageAssembler()
            #expect(assembler.frameReceived(bad) == .violation(.protocolError))
        }
    }

    @Test("A new message inside a fragmented one is a violation")
    func interleaved() {
        var assembler = MessageAssembler()
        _ = assembler.frameReceived(frame(.text, "a", fin: false))
        #expect(assembler.frameReceived(frame(.text, "b")) == .violation(.protocolError))
    }

    @Test("Binary is not supported")
    func binary() {
        var assembler = MessageAssembler()
        #expect(assembler.frameReceived(frame(.binary, "x")) == .violation(.unsupportedData))
    }

    @Test("The bytes of all fragments together are bounded, and so is their number")
    func bounds() {
        var large = MessageAssembler()
        let half = String(repeating: "x", count: Limits.frameBytes / 2)
        _ = large.frameReceived(frame(.text, half, fin: false))
        _ = large.frameReceived(frame(.continuation, half, fin: false))
        #expect(large.frameReceived(frame(.continuation, "x")) == .violation(.tooBig))
        var many = MessageAssembler()
        _ = many.frameReceived(frame(.text, "", fin: false))
        var last = MessageAssembler.Output.nothing
        for _ in 0..<MessageAssembler.fragmentsLimit where last == .nothing {
            last = many.frameReceived(frame(.continuation, "", fin: false))
        }
        #expect(last == .violation(.tooBig))
    }

    @Test("Close codes are held against the list of section 7.4")
    func closeCodes() {
        for code: UInt16 in [1000, 1001, 1002, 1003, 1007, 1011, 1012, 3000, 4999] {
            var assembler = MessageAssembler()
            #expect(assembler.frameReceived(close(code)) == .close(code))
        }
        for code: UInt16 in [0, 999, 1004, 1005, 1006, 1015, 2999, 5000, 65535] {
            var assembler = MessageAssembler()
            #expect(assembler.frameReceived(close(code)) == .violation(.protocolError))
        }
        var empty = MessageAssembler()
        #expect(empty.frameReceived(frame(.connectionClose)) == .close(nil))
        var short = MessageAssembler()
        #expect(short.frameReceived(frame(.connectionClose, "x")) == .violation(.protocolError))
        var reason = MessageAssembler()
        #expect(
            reason.frameReceived(close(1000, reason: [0xFF])) == .violation(.invalidPayload))
    }
}

@Suite("Where a socket comes from")
struct OriginPolicyTests {
    @Test("Only the own origin, and with a cookie always one")
    func origins() {
        let policy = OriginPolicy(publicURL: "https://help.example/")
        #expect(
            policy.allows(origins: ["https://help.example"], host: "x", hasCookie: true))
        #expect(policy.allows(origins: [], host: "x", hasCookie: false))
        #expect(!policy.allows(origins: [], host: "help.example", hasCookie: true))
        for origin in [
            "null", "https://evil.example", "https://help.example.evil", "http://help.example",
            "https://help.example:8443", "https://help.example@evil.example", "",
        ] {
            #expect(!policy.allows(origins: [origin], host: "help.example", hasCookie: false))
        }
        #expect(
            !policy.allows(
                origins: ["https://help.example", "https://evil.example"], host: "x",
                hasCookie: false))
    }

    @Test("Without a configured address the origin must be the host that was asked")
    func byHost() {
        let policy = OriginPolicy(publicURL: nil)
        #expect(
            policy.allows(
                origins: ["http://127.0.0.1:8080"], host: "127.0.0.1:8080", hasCookie: true))
        #expect(
            !policy.allows(
                origins: ["http://127.0.0.1:8081"], host: "127.0.0.1:8080", hasCookie: true))
        #expect(
            !policy.allows(origins: ["http://good.com.evil"], host: "good.com", hasCookie: true))
    }

    @Test("Only the two paths name somebody's socket")
    func targets() {
        #expect(SocketTarget(path: "/ws/user/mia", cookie: nil, isDemo: false)?.id == "mia")
        #expect(
            SocketTarget(path: "/ws/staff/dana?x=1", cookie: "c", isDemo: false)?.side == .staff)
        for path in [
            "/ws/user/", "/ws/user", "/ws/admin/x", "/ws/user/a/b", "/ws/user/a%20b", "/x",
        ] {
            #expect(SocketTarget(path: path, cookie: nil, isDemo: false) == nil)
        }
    }
}

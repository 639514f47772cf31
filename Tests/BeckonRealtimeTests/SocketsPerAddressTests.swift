import Testing

@testable import BeckonRealtime

@Suite("Sockets of one address")
struct SocketsPerAddressTests {
    @Test("No more than the limit; who leaves makes room, and is forgotten with the last")
    func counts() {
        let sockets = SocketsPerAddress(limit: 2)
        let entered = (0..<3).map { _ in sockets.enter("192.0.2.1") }
        #expect(entered == [true, true, false])
        #expect(sockets.enter("192.0.2.2"))
        sockets.leave("192.0.2.1")
        #expect(sockets.enter("192.0.2.1"))
        for _ in 0..<2 { sockets.leave("192.0.2.1") }
        sockets.leave("192.0.2.2")
        #expect(sockets.addressCount == 0)
    }

    @Test("Who has no address is not counted")
    func nobody() {
        let sockets = SocketsPerAddress(limit: 1)
        for _ in 0..<3 { #expect(sockets.enter("")) }
        sockets.leave("")
        #expect(sockets.addressCount == 0)
    }

    @Test("Without a limit nobody is counted")
    func unlimited() {
        let sockets = SocketsPerAddress(limit: nil)
        for _ in 0..<3 { #expect(sockets.enter("192.0.2.1")) }
        #expect(sockets.addressCount == 0)
    }
}

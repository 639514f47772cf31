import NIOCore
import NIOEmbedded
import Testing

@testable import BeckonRealtime

@Suite("Connections that speak HTTP")
struct HTTPConnectionsTests {
    private let eventLoop = EmbeddedEventLoop()

    private func channel() throws -> EmbeddedChannel {
        let channel = EmbeddedChannel(loop: eventLoop)
        try channel.connect(to: SocketAddress(ipAddress: "192.0.2.1", port: 1)).wait()
        return channel
    }

    @Test("No more of one address than the limit; who leaves makes room, once")
    func perAddress() throws {
        let connections = HTTPConnections(perAddress: 2, total: 100)
        func enter(_ address: String) throws -> HTTPConnections.Entry {
            connections.enter(try channel(), address: address)
        }
        let entered = try (0..<3).map { _ in try enter("192.0.2.1") }
        #expect(entered.map(\.isAllowed) == [true, true, false])
        #expect(try enter("192.0.2.2").isAllowed == true)
        for _ in 0..<5 { #expect(try enter("").isAllowed == true) }
        connections.leave(entered[2])
        #expect(try enter("192.0.2.1").isAllowed == false)
        for _ in 0..<2 { connections.leave(entered[0]) }
        #expect(try enter("192.0.2.1").isAllowed == true)
        #expect(try enter("192.0.2.1").isAllowed == false)
    }

    @Test("In a crowd those are ended that idle longest, and nobody who waits for an answer")
    func crowd() throws {
        let connections = HTTPConnections(perAddress: nil, total: 8)
        let channels = try (0..<6).map { _ in try channel() }
        func active() -> Int { channels.count { $0.isActive } }
        let entries = channels.map { channel in
            eventLoop.advanceTime(by: .milliseconds(10))
            return connections.enter(channel, address: "")
        }
        entries[0].isBusy = true
        connections.sweep(sockets: 2, at: eventLoop.now)
        eventLoop.run()
        #expect(active() == 6, "a second is theirs")
        eventLoop.advanceTime(by: HTTPConnections.patience)
        connections.sweep(sockets: 0, at: eventLoop.now)
        eventLoop.run()
        #expect(active() == 6, "there is no crowd")
        connections.sweep(sockets: 2, at: eventLoop.now)
        // Somebody asks at the last moment.
        entries[1].isBusy = true
        eventLoop.run()
        #expect(channels.map(\.isActive) == [true, true, false, true, true, true])
    }
}

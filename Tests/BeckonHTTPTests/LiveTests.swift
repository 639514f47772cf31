import BeckonAccounts
import BeckonHTTP
import BeckonModel
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import NIOPosix
import Testing

/// What only a socket shows.
@Suite struct LiveTests {
    @Test func `A body that drips is cut off at the deadline, with an answer`() async throws {
        let answer = try await exchange(
            "POST /api/v1/echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: 20\r\n\r\n{\"text\"")
        #expect(answer.hasPrefix("HTTP/1.1 408 "))
        #expect(answer.contains(#""code":"timeout""#))
    }

    @Test func `A body that is too long ends the connection, with an answer`() async throws {
        let answer = try await exchange(
            "POST /api/v1/echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: 1000000\r\n\r\n{\"text\"")
        #expect(answer.hasPrefix("HTTP/1.1 413 "))
    }

    @Test func `The demo takes anybody from this machine, by its own name only`() async throws {
        let house = House { $0.isDemo = true }
        for (host, named, expected) in [
            ("localhost", "staff:dana", #""role":"agent","id":"dana""#),
            ("127.0.0.1:8080", "user:mia", #""role":"user","id":"mia""#),
            ("evil.example", "staff:dana", "403 "), ("localhost", "staff:../x", "400 "),
            ("localhost", "dana", "400 "),
        ] {
            let answer = try await exchange(
                house: house,
                "GET /api/v1/me HTTP/1.1\r\nHost: \(host)\r\nX-Beckon-Demo: \(named)\r\n"
                    + "Connection: close\r\n\r\n")
            #expect(answer.contains(expected), "\(answer)")
        }
        #expect(try await house.store.agent(StaffID(unchecked: "dana")) != nil)
    }

    /// Sends bytes as they are, and reads until the server closes.
    private func exchange(
        house: House = House { $0.bodyDeadline = .milliseconds(300) }, _ text: String
    ) async throws -> String {
        try await house.application().test(.live) { client in
            let port = try #require(client.port)
            let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connect(host: "127.0.0.1", port: port) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                            wrappingChannelSynchronously: channel)
                    }
                }
            return try await channel.executeThenClose { inbound, outbound in
                try await outbound.write(ByteBuffer(string: text))
                var answer = ""
                for try await part in inbound { answer += String(buffer: part) }
                return answer
            }
        }
    }
}

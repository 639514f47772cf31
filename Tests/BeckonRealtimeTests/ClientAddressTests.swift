import BeckonRealtime
import Testing

@Suite struct ClientAddressTests {
    @Test func `IPv6 counts by its network, IPv4 by address`() throws {
        let first = try #require(ClientAddress("2001:db8:1:2:3::1"))
        let second = try #require(ClientAddress("2001:db8:1:2:ffff::9"))
        let other = try #require(ClientAddress("2001:db8:1:3::1"))
        #expect(first.limitKey == second.limitKey)
        #expect(first.limitKey != other.limitKey)
        #expect(ClientAddress("192.0.2.1")?.limitKey == "192.0.2.1")
        #expect(ClientAddress("::ffff:192.0.2.1") == ClientAddress("192.0.2.1"))
    }

    @Test(arguments: ["", "1.2.3", "1.2.3.4.5", "example.com", "1.2.3.4 ", "::1%lo\u{0}"])
    func `What is no address is none`(_ text: String) {
        #expect(ClientAddress(text) == nil)
    }

    @Test func `Loopback is known`() {
        #expect(ClientAddress("127.8.8.8")?.isLoopback == true)
        #expect(ClientAddress("::1")?.isLoopback == true)
        #expect(ClientAddress("10.0.0.1")?.isLoopback == false)
        #expect(ClientAddress.unknown.isLoopback == false)
    }

    @Test func `Forwarded addresses are believed from configured proxies only`() throws {
        let proxies = try #require(TrustedProxies(["10.0.0.0/8", "::1"]))
        func client(_ peer: String, _ header: String?) throws -> String {
            proxies.client(peer: try #require(ClientAddress(peer)), forwardedFor: header)
                .description
        }
        #expect(try client("192.0.2.9", "1.1.1.1") == "192.0.2.9")
        #expect(try client("10.0.0.1", nil) == "10.0.0.1")
        #expect(try client("10.0.0.1", "1.1.1.1") == "1.1.1.1")
        #expect(try client("10.0.0.1", "6.6.6.6, 1.1.1.1, 10.2.3.4") == "1.1.1.1")
        #expect(try client("::1", "evil, 1.1.1.1") == "1.1.1.1")
        #expect(try client("10.0.0.1", "evil") == "10.0.0.1")
        // Who adds nothing behind the comma has said nothing of whom it speaks for.
        for header in ["", ",", "6.6.6.6,", "6.6.6.6, ", "6.6.6.6,,"] {
            #expect(try client("10.0.0.1", header) == "10.0.0.1")
        }
    }

    @Test(arguments: ["10.0.0.0/33", "10.0.0.0/x", "example.com", "::/129", "1.2.3.4/8/9"])
    func `What is no network is refused`(_ text: String) {
        #expect(TrustedProxies([text]) == nil)
    }
}

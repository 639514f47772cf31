import BeckonHooks
import BeckonModel
import Testing

@Suite("Where requests may go")
struct AddressTests {
    @Test(
        "Addresses that everybody can reach",
        arguments: [
            "1.1.1.1", "8.8.8.8", "93.184.216.34", "172.15.255.255", "172.32.0.0", "100.63.255.255",
            "100.128.0.0", "192.0.1.0", "198.17.255.255", "198.20.0.0", "223.255.255.255",
            "11.0.0.0", "9.255.255.255", "126.255.255.255", "128.0.0.0", "2606:4700::1111",
            "2a00:1450:4001:82a::200e", "2001:200::1", "2001:dc8::1", "::ffff:8.8.8.8",
            "64:ff9b::8.8.8.8", "2002:808:808::1", "3ffe::1",
        ])
    func global(_ text: String) throws {
        #expect(try #require(IPAddress(text)).isGlobal)
    }

    @Test(
        "Addresses of this machine, of private networks, and those that hide such a one",
        arguments: [
            "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "127.0.0.1", "127.255.255.254",
            "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1",
            "100.127.255.255", "192.0.0.1", "192.0.0.171", "192.0.2.1", "198.51.100.7",
            "203.0.113.9", "192.88.99.1", "198.18.0.1", "198.19.255.255", "224.0.0.1",
            "239.255.255.255", "240.0.0.1", "255.255.255.255",
            "::", "::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
            "::ffff:169.254.169.254",
            "::ffff:0:127.0.0.1", "64:ff9b::127.0.0.1", "64:ff9b::a00:1", "64:ff9b:1::1",
            "64:ff9b:1::8.8.8.8", "2002:7f00:1::", "2002:a00:1::1", "2002:c0a8:101::1",
            "2001::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:10::1", "2001:20::1",
            "2001:db8::1", "3fff::1", "5f00::1", "100::1", "fc00::1", "fd12:3456:789a::1",
            "fe80::1", "febf::1", "fec0::1", "ff02::1", "ff0e::1", "4000::1",
        ])
    func special(_ text: String) throws {
        #expect(try !#require(IPAddress(text)).isGlobal)
    }

    @Test(
        "Forms that only old programs read are no addresses",
        arguments: [
            "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "127.0.0.1.", " 127.0.0.1",
            "127.0.0.256", "::1%lo", "[::1]", "localhost", "",
        ])
    func oldForms(_ text: String) {
        #expect(IPAddress(text) == nil)
    }

    private struct Resolver: HostResolving {
        let hosts: [String: [String]]

        struct Unknown: Error {}

        func addresses(of host: String) async throws -> [IPAddress] {
            guard let found = hosts[host] else { throw Unknown() }
            return found.compactMap { IPAddress($0) }
        }
    }

    private func refusal(
        of hosts: [String: [String]], allowsPrivate: Bool = false
    ) async throws -> OutgoingRules.Refusal? {
        let rules = OutgoingRules(resolver: Resolver(hosts: hosts), allowsPrivate: allowsPrivate)
        let target = try #require(WebAddress("https://shop.example/hook"))
        do throws(OutgoingRules.Refusal) {
            _ = try await rules.addresses(of: target)
            return nil
        } catch {
            return error
        }
    }

    @Test("One address that is not global refuses the host, unless the operator allows it")
    func mixed() async throws {
        let mixed = ["shop.example": ["93.184.216.34", "127.0.0.1"]]
        #expect(try await refusal(of: ["shop.example": ["93.184.216.34", "2606:4700::1"]]) == nil)
        #expect(try await refusal(of: mixed) == .privateAddress)
        #expect(try await refusal(of: mixed, allowsPrivate: true) == nil)
        #expect(try await refusal(of: [:]) == .unknownHost)
        #expect(try await refusal(of: ["shop.example": []], allowsPrivate: true) == .unknownHost)
    }

    @Test("Who saves a private address is told at its field; an unknown host may be saved")
    func saving() async {
        let rules = OutgoingRules(
            resolver: Resolver(hosts: ["inner.example": ["10.0.0.1"]]), allowsPrivate: false)
        func mistakes(_ url: JSONValue) async -> [FieldError] {
            await rules.mistakes(in: ["url": url], at: "url")
        }
        let refused = [FieldError("url", .privateAddress)]
        #expect(await mistakes(.string("https://inner.example/")) == refused)
        #expect(await mistakes(.string("https://nowhere.example/")) == [])
        #expect(await mistakes(.integer(7)) == [])
        #expect(await mistakes(.string("no address")) == [])
    }
}

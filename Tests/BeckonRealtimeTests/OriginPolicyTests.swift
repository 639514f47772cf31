import BeckonModel
import Testing

@testable import BeckonRealtime

@Suite("Where a socket comes from")
struct OriginPolicyTests {
    @Test("Only the own origin, and with a cookie always one")
    func origins() {
        let policy = OriginPolicy(PublicURL("https://help.example"))
        #expect(
            policy.allowsSocket(origins: ["https://help.example"], host: "x", hasCookie: true))
        #expect(policy.allowsSocket(origins: [], host: "x", hasCookie: false))
        #expect(!policy.allowsSocket(origins: [], host: "help.example", hasCookie: true))
        for origin in [
            "null", "https://evil.example", "https://help.example.evil", "http://help.example",
            "https://help.example:8443", "https://help.example@evil.example", "",
            "https://help.example/",
        ] {
            #expect(!policy.allowsSocket(origins: [origin], host: "help.example", hasCookie: false))
        }
        #expect(
            !policy.allowsSocket(
                origins: ["https://help.example", "https://evil.example"], host: "x",
                hasCookie: false))
    }

    @Test("Without a configured address the origin must be the host that was asked")
    func byHost() {
        let policy = OriginPolicy(nil)
        #expect(
            policy.allowsSocket(
                origins: ["http://127.0.0.1:8080"], host: "127.0.0.1:8080", hasCookie: true))
        #expect(
            !policy.allowsSocket(
                origins: ["http://127.0.0.1:8081"], host: "127.0.0.1:8080", hasCookie: true))
        #expect(
            !policy.allowsSocket(
                origins: ["http://good.com.evil"], host: "good.com", hasCookie: true))
    }

    @Test(
        "The demo's door is open to this machine by its own name only",
        arguments: [
            ("127.0.0.1", "127.0.0.1:8080", false, .open),
            ("127.0.0.1", "localhost", false, .open), ("::1", "[::1]:8080", false, .open),
            ("127.0.0.1", "evil.example", false, .notThisMachine),
            ("127.0.0.1", "localhost.evil.example", false, .notThisMachine),
            ("127.0.0.1", nil, false, .notThisMachine),
            ("192.0.2.1", "localhost", false, .notThisMachine),
            ("127.0.0.1", "localhost", true, .proxied),
        ] as [(String, String?, Bool, DemoDoor)])
    func demo(_ peer: String, _ host: String?, _ isProxied: Bool, _ door: DemoDoor) throws {
        let peer = try #require(ClientAddress(peer))
        #expect(DemoDoor(peer: peer, host: host, isProxied: isProxied) == door)
    }

    @Test("What proxies and tunnels add is known by its name, and what browsers send is not")
    func proxies() {
        for name in [
            "Via", "X-Forwarded-For", "x-forwarded-port", "X-Forwarded", "Forwarded",
            "Forwarded-For", "CF-Connecting-IP", "True-Client-IP", "X-Client-IP", "CDN-Loop",
            "X_Forwarded_For",
        ] {
            #expect(DemoDoor.isProxys(name), "\(name)")
        }
        for name in [
            "Host", "Origin", "Cookie", "User-Agent", "Accept", "Referer", "Cache-Control",
            "Sec-Fetch-Site", "X-Beckon-Demo", "Upgrade-Insecure-Requests", "Priority",
        ] {
            #expect(!DemoDoor.isProxys(name), "\(name)")
        }
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

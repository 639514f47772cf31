import BeckonServer
import Foundation
import Logging
import Testing

@Suite struct ServerSettingsTests {
    private func load(
        _ flags: SettingsFlags = SettingsFlags(), _ environment: [String: String] = [:],
        file: String? = nil
    ) async throws -> ServerSettings {
        guard let file else {
            return try await ServerSettings.load(flags: flags, environment: environment)
        }
        let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).json")
        try Data(file.utf8).write(to: path)
        defer { try? FileManager.default.removeItem(at: path) }
        var flags = flags
        flags.config = path.path()
        return try await ServerSettings.load(flags: flags, environment: environment)
    }

    @Test func `Without a word the defaults hold`() async throws {
        #expect(try await load() == ServerSettings())
    }

    @Test func `Flags go before the environment, and that before the file`() async throws {
        var flags = SettingsFlags()
        flags.port = 1
        let settings = try await load(
            flags, ["BECKON_PORT": "2", "BECKON_HOST": "h2", "BECKON_DATA": ""],
            file: #"{"port":3,"host":"h3","data":"d3"}"#)
        #expect(settings.port == 1)
        #expect(settings.host == "h2")
        #expect(settings.data == "d3")
    }

    @Test func `Every setting can be given in the environment`() async throws {
        let settings = try await load(
            SettingsFlags(),
            [
                "BECKON_HOST": "0.0.0.0", "BECKON_PORT": "0", "BECKON_DATA": "/d",
                "BECKON_WEB_ROOT": FileManager.default.temporaryDirectory.path(),
                "BECKON_PUBLIC_URL": "https://Help.example/",
                "BECKON_TRUSTED_PROXIES": "10.0.0.0/8,::1", "BECKON_LOG_LEVEL": "debug",
                "BECKON_LOG_FORMAT": "json", "BECKON_PRESENCE_GRACE_MS": "1500",
                "BECKON_PING_INTERVAL_MS": "200", "BECKON_AUTO_CLOSE_SECONDS": "1",
                "BECKON_RATE_LIMITS": "false", "BECKON_DRAIN_SECONDS": "3",
                "BECKON_MAX_CONNECTIONS": "7", "BECKON_SOCKETS_PER_ADDRESS": "8",
                "BECKON_CONNECTIONS_PER_ADDRESS": "9", "BECKON_WRITE_DEADLINE_MS": "1500",
                "BECKON_WEBHOOKS_ALLOW_PRIVATE": "true",
            ])
        #expect(settings.host == "0.0.0.0" && settings.port == 0 && settings.data == "/d")
        #expect(settings.webRoot != nil)
        #expect(settings.publicURL == "https://help.example")
        #expect(settings.trustedProxies == ["10.0.0.0/8", "::1"])
        #expect(settings.logLevel == .debug && settings.logFormat == .json)
        #expect(settings.presenceGrace == .milliseconds(1500))
        #expect(settings.pingInterval == .milliseconds(200))
        #expect(settings.autoClose == .seconds(1))
        #expect(settings.rateLimits == false)
        #expect(settings.drain == .seconds(3) && settings.maxConnections == 7)
        #expect(settings.socketsPerAddress == 8)
        #expect(settings.httpPerAddress == 9 && settings.connectionsPerAddress == 1)
        #expect(settings.writeDeadline == .milliseconds(1500))
        #expect(settings.webhooksAllowPrivate && !ServerSettings().webhooksAllowPrivate)
        #expect(!settings.isLoopback)
    }

    @Test func `Every setting can be given in the file`() async throws {
        let settings = try await load(
            file: #"{"trusted_proxies":["10.0.0.1"],"rate_limits":false,"presence_grace_ms":9}"#)
        #expect(settings.trustedProxies == ["10.0.0.1"])
        #expect(!settings.rateLimits)
        #expect(settings.presenceGrace == .milliseconds(9))
    }

    @Test(arguments: [
        ("BECKON_PORT", "http"), ("BECKON_PORT", "65536"), ("BECKON_PORT", "-1"),
        ("BECKON_HOST", "a b"), ("BECKON_PUBLIC_URL", "help.example"),
        ("BECKON_PUBLIC_URL", "https://help.example/path"), ("BECKON_WEB_ROOT", "/nowhere/at/all"),
        ("BECKON_TRUSTED_PROXIES", "proxy"), ("BECKON_LOG_LEVEL", "loud"),
        ("BECKON_LOG_FORMAT", "xml"), ("BECKON_RATE_LIMITS", "perhaps"),
        ("BECKON_PING_INTERVAL_MS", "1"), ("BECKON_AUTO_CLOSE_SECONDS", "0"),
    ])
    func `What cannot be used is told by its source`(
        _ name: String, _ value: String
    ) async throws {
        let error = try await #require(throws: SettingsError.self) {
            try await ServerSettings.load(flags: SettingsFlags(), environment: [name: value])
        }
        #expect(error.source == name)
        #expect(error.problem.hasPrefix("must be "))
    }

    @Test(arguments: [#"{"prot":1}"#, "[]", "{", #"{"port":"8080"}"#, #"{"port":{"a":1}}"#])
    func `A file that is wrong is told`(_ text: String) async {
        await #expect(throws: SettingsError.self) { try await load(file: text) }
    }

    @Test func `A file that is not there is told`() async {
        await #expect(throws: SettingsError.self) {
            try await ServerSettings.load(
                flags: SettingsFlags(), environment: ["BECKON_CONFIG": "/nowhere.json"])
        }
    }

    @Test(arguments: [
        ("127.0.0.1", true), ("localhost", true), ("::1", true), ("127.9.9.9", true),
        ("0.0.0.0", false), ("::", false), ("192.168.1.1", false), ("localhost.example", false),
    ])
    func `Loopback hosts are known`(_ host: String, _ isLoopback: Bool) {
        var settings = ServerSettings()
        settings.host = host
        #expect(settings.isLoopback == isLoopback)
    }
}

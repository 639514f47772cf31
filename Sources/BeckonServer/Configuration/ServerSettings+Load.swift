import BeckonHTTP
import BeckonModel
import BeckonRealtime
import Logging

extension ServerSettings {
    /// Flags before the environment (`BECKON_…`) before the file (`--config` or `BECKON_CONFIG`) before the defaults.
    package static func load(
        flags: SettingsFlags, environment: [String: String]
    ) async throws(SettingsError) -> ServerSettings {
        var file: SettingsFile?
        let named = environment["BECKON_CONFIG"].flatMap { $0.isEmpty ? nil : $0 }
        if let path = flags.config ?? named { file = try await SettingsFile(path: path) }
        let reader = SettingsReader(flags: flags, environment: environment, file: file)
        var settings = ServerSettings()
        try settings.readPlaces(reader)
        try settings.readLogging(reader)
        try settings.readTimes(reader)
        if let (token, source) = try reader.string(.metricsToken) {
            guard Self.isToken(token) else {
                throw SettingsError(
                    source: source, problem: "must be 16 to 200 letters, digits or signs.")
            }
            settings.metricsToken = token
        }
        if let isOn = try reader.bool(.rateLimits) { settings.rateLimits = isOn }
        if let isOn = try reader.bool(.webhooksAllowPrivate) {
            settings.webhooksAllowPrivate = isOn
        }
        if let count = try reader.int(.maxConnections, in: 1...1_000_000) {
            settings.maxConnections = count
        }
        if let count = try reader.int(.socketsPerAddress, in: 1...1_000_000) {
            settings.socketsPerAddress = count
        }
        if let count = try reader.int(.httpPerAddress, in: 1...1_000_000) {
            settings.httpPerAddress = count
        }
        return settings
    }

    /// Long enough that nobody guesses it, and fit for a header.
    private static func isToken(_ text: String) -> Bool {
        (16...200).contains(text.utf8.count) && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }

    /// Whether only this machine can reach the host.
    package var isLoopback: Bool {
        host == "localhost" || ClientAddress(host)?.isLoopback == true
    }

    private mutating func readPlaces(_ reader: SettingsReader) throws(SettingsError) {
        if let (host, source) = try reader.string(.host) {
            guard PublicURL("http://\(host.contains(":") ? "[\(host)]" : host)") != nil else {
                throw SettingsError(source: source, problem: "must be a host's name or address.")
            }
            self.host = host
        }
        if let port = try reader.int(.port, in: 0...65_535) { self.port = port }
        if let (data, source) = try reader.string(.data) {
            guard !data.isEmpty else {
                throw SettingsError(source: source, problem: "must be a directory.")
            }
            self.data = data
        }
        if let (root, source) = try reader.string(.webRoot) {
            guard WebAssets.isDirectory(root) else {
                throw SettingsError(source: source, problem: "must be a directory that exists.")
            }
            webRoot = root
        }
        if let (text, source) = try reader.string(.publicURL) {
            guard let url = PublicURL(text) else {
                throw SettingsError(
                    source: source,
                    problem: "must be http:// or https:// and a host, without a path.")
            }
            publicURL = url.origin
        }
        if let (proxies, source) = try reader.strings(.trustedProxies) {
            guard TrustedProxies(proxies) != nil else {
                throw SettingsError(
                    source: source, problem: "must be addresses or networks, as 10.0.0.0/8.")
            }
            trustedProxies = proxies
        }
    }

    private mutating func readLogging(_ reader: SettingsReader) throws(SettingsError) {
        if let (text, source) = try reader.string(.logLevel) {
            guard let level = Logger.Level(rawValue: text) else {
                let levels = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
                throw SettingsError(source: source, problem: "must be one of \(levels).")
            }
            logLevel = level
        }
        if let (text, source) = try reader.string(.logFormat) {
            guard let format = LogFormat(rawValue: text) else {
                throw SettingsError(source: source, problem: "must be text or json.")
            }
            logFormat = format
        }
    }

    private mutating func readTimes(_ reader: SettingsReader) throws(SettingsError) {
        if let grace = try reader.int(.presenceGrace, in: 0...60_000) {
            presenceGrace = .milliseconds(grace)
        }
        if let interval = try reader.int(.pingInterval, in: 100...60_000) {
            pingInterval = .milliseconds(interval)
        }
        if let seconds = try reader.int(.autoClose, in: 1...31_536_000) {
            autoClose = .seconds(seconds)
        }
        if let time = try reader.int(.writeDeadline, in: 100...600_000) {
            writeDeadline = .milliseconds(time)
        }
        if let seconds = try reader.int(.drain, in: 0...300) { drain = .seconds(seconds) }
    }
}

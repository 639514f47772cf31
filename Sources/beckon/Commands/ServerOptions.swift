import ArgumentParser
import BeckonServer
import Foundation

/// The flags that serve, demo and doctor share.
struct ServerOptions: ParsableArguments {
    @Option(help: "Where to listen (127.0.0.1).")
    var host: String?

    @Option(help: "The port to listen on (8080); 0 takes a free one.")
    var port: Int?

    @Option(help: "The directory of the data.")
    var data: String?

    @Option(help: "Serve the pages from their sources in this directory, not those built in.")
    var webRoot: String?

    @Option(
        name: .customLong("public-url"),
        help: "Where people reach this server: https://help.example.")
    var publicURL: String?

    @Option(
        name: .customLong("trusted-proxies"), parsing: .singleValue,
        help: "An address or network whose X-Forwarded-For is believed; may be repeated.")
    var trustedProxies: [String] = []

    @Option(help: "trace, debug, info, notice, warning, error or critical (info).")
    var logLevel: String?

    @Option(help: "text or json (text).")
    var logFormat: String?

    @Flag(help: "Let webhooks go to this machine and to private networks.")
    var webhooksAllowPrivate = false

    @Option(help: "A JSON file with settings.")
    var config: String?

    func settings(_ change: (inout SettingsFlags) -> Void = { _ in }) async throws -> ServerSettings
    {
        var flags = SettingsFlags()
        flags.host = host
        flags.port = port
        flags.data = data
        flags.webRoot = webRoot
        flags.publicURL = publicURL
        flags.trustedProxies = trustedProxies
        flags.logLevel = logLevel
        flags.logFormat = logFormat
        if webhooksAllowPrivate { flags.webhooksAllowPrivate = true }
        flags.config = config
        change(&flags)
        do {
            return try await ServerSettings.load(
                flags: flags, environment: ProcessInfo.processInfo.environment)
        } catch {
            throw ValidationError("\(error)")
        }
    }
}

package import Logging

/// How a server is run. Read by `ServerSettings.load`; every default is here.
package struct ServerSettings: Hashable, Sendable {
    package enum LogFormat: String, Sendable, CaseIterable {
        case text, json
    }

    package var host = "127.0.0.1"
    /// 0: any free one.
    package var port = 8080
    package var data = "./data"
    /// Serves the pages from this directory instead of from the program.
    package var webRoot: String?
    /// `https://help.example`, without a slash at its end.
    package var publicURL: String?
    /// Addresses and networks whose `X-Forwarded-For` is believed.
    package var trustedProxies: [String] = []
    package var logLevel = Logger.Level.info
    package var logFormat = LogFormat.text
    package var presenceGrace = Duration.seconds(5)
    package var pingInterval = Duration.seconds(20)
    /// From resolved to closed; `nil`: as the inbox says, in days.
    package var autoClose: Duration?
    package var rateLimits = true
    package var drain = Duration.seconds(10)
    package var maxConnections = 20_000
    /// Of one address (IPv6: of one network of 64 bits). Whole offices come from one.
    package var socketsPerAddress = 1_000
    /// Connections that speak HTTP, of one address; never more than a quarter of `maxConnections`.
    package var httpPerAddress = 500
    /// A peer that takes no byte of its answer for so long is cut off.
    package var writeDeadline = Duration.seconds(30)
    /// What others than this machine show to read `/metrics`; `nil`: they cannot.
    package var metricsToken: String?
    /// Webhooks may go to this machine and to private networks: what stands there and trusts its neighbours can then be asked by any admin.
    package var webhooksAllowPrivate = false

    /// What `httpPerAddress` comes to.
    package var connectionsPerAddress: Int { min(httpPerAddress, max(1, maxConnections / 4)) }

    package init() {}
}

package import Logging

/// Temporary stand-in until the configuration lands.
package struct ServerSettings: Sendable {
    package var host = "127.0.0.1"
    package var port = 8080
    package var data = "./data"
    package var webRoot: String?
    package var publicURL: String?
    package var trustedProxies: [String] = []
    package var logLevel = Logger.Level.info
    package var presenceGrace = Duration.seconds(5)
    package var pingInterval = Duration.seconds(20)
    package var autoClose: Duration?
    package var rateLimits = true
    package var drain = Duration.seconds(10)
    package var maxConnections = 20_000

    package init() {}
}

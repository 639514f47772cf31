/// The names of all settings: in the configuration file as they are, in the environment as `BECKON_` and upper case.
enum SettingsKey: String, CaseIterable {
    case host, port, data
    case webRoot = "web_root"
    case publicURL = "public_url"
    case trustedProxies = "trusted_proxies"
    case logLevel = "log_level"
    case logFormat = "log_format"
    case presenceGrace = "presence_grace_ms"
    case pingInterval = "ping_interval_ms"
    case autoClose = "auto_close_seconds"
    case rateLimits = "rate_limits"
    case drain = "drain_seconds"
    case maxConnections = "max_connections"
    case socketsPerAddress = "sockets_per_address"
    case httpPerAddress = "connections_per_address"
    case metricsToken = "metrics_token"
    case writeDeadline = "write_deadline_ms"
    case webhooksAllowPrivate = "webhooks_allow_private"

    var flag: String { "--" + rawValue.replacing("_", with: "-") }
    var variable: String { "BECKON_" + rawValue.uppercased() }
}

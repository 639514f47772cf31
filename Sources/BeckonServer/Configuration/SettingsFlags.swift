import Configuration

/// The settings that the command line gave; `nil`: not given.
package struct SettingsFlags: Sendable {
    package var host: String?
    package var port: Int?
    package var data: String?
    package var webRoot: String?
    package var publicURL: String?
    package var trustedProxies: [String] = []
    package var logLevel: String?
    package var logFormat: String?
    package var rateLimits: Bool?
    package var webhooksAllowPrivate: Bool?
    /// The path of the configuration file.
    package var config: String?

    package init() {}

    var values: [AbsoluteConfigKey: ConfigValue] {
        var values: [AbsoluteConfigKey: ConfigValue] = [:]
        func put(_ key: SettingsKey, _ content: ConfigContent?) {
            guard let content else { return }
            values[AbsoluteConfigKey([key.rawValue])] = ConfigValue(content, isSecret: false)
        }
        put(.host, host.map(ConfigContent.string))
        put(.port, port.map(ConfigContent.int))
        put(.data, data.map(ConfigContent.string))
        put(.webRoot, webRoot.map(ConfigContent.string))
        put(.publicURL, publicURL.map(ConfigContent.string))
        put(.trustedProxies, trustedProxies.isEmpty ? nil : .stringArray(trustedProxies))
        put(.logLevel, logLevel.map(ConfigContent.string))
        put(.logFormat, logFormat.map(ConfigContent.string))
        put(.rateLimits, rateLimits.map(ConfigContent.bool))
        put(.webhooksAllowPrivate, webhooksAllowPrivate.map(ConfigContent.bool))
        return values
    }
}

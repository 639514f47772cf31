/// How an agent likes the desk, on whichever device.
package struct Preferences: Document {
    package var theme = "system"
    /// One of `Languages`, or empty: as the browser says.
    package var language = ""
    /// Single letters do something.
    package var hasShortcuts = true
    /// Sound and the system's notifications, where the device allows them.
    package var hasAlerts = false

    package init() {}

    package static let kind = "preferences"
    package static let access = DocumentAccess.own
    package static let title: String? = nil
    package static let fields: [DocumentField<Self>] = [
        .choice("theme", \.theme, ["system", "light", "dark"]),
        .choice("language", \.language, Languages.choices),
        .boolean("shortcuts", \.hasShortcuts),
        .boolean("alerts", \.hasAlerts),
    ]
}

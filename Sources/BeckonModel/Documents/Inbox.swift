/// One chat box among several: how it looks and behaves. `data-inbox` of the widget names it.
package struct Inbox: Document {
    package var name = "Support"
    package var greeting = "Hi! How can we help?"
    /// By language, where it is said otherwise than in `greeting`.
    package var greetings: [String: String] = [:]
    /// `#rrggbb`.
    package var accent = "#3b5bdb"
    /// Customers may leave a message while their agent is offline.
    package var allowsLeaveMessage = true
    /// One of `Languages`, or empty: as the reader's browser says.
    package var language = ""
    /// Origins of pages that may embed the widget; empty: any.
    package var origins: [String] = []
    /// Days from resolved to closed.
    package var autoCloseDays = 7

    package init() {}

    package static let kind = "inbox"
    package static let access = DocumentAccess.administration
    package static let permanent: Set<DocumentID> = [.main]
    package static let fields: [DocumentField<Self>] = [
        .text("name", \.name, 1...Limits.nameCharacters),
        .text("greeting", \.greeting, 0...Limits.greetingCharacters, lines: 3),
        .map(
            "greetings", \.greetings, keys: Languages.all,
            of: .text(min: 0, max: Limits.greetingCharacters, lines: 3)),
        .colour("accent", \.accent),
        .choice("locale", \.language, Languages.choices),
        .boolean("leave_message", \.allowsLeaveMessage),
        .integer("auto_close_days", \.autoCloseDays, 1...365),
        .list("origins", \.origins, of: .origin, max: Limits.inboxOrigins),
    ]

    /// What `decide` needs of it.
    package var rules: InboxRules { InboxRules(allowsLeaveMessage: allowsLeaveMessage) }
}

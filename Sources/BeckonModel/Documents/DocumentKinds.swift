extension DocumentKind {
    /// Every kind that this version knows, in the order in which people are shown them. A new kind is added here.
    package static let all: [DocumentKind] = [
        DocumentKind(Inbox.self),
        DocumentKind(Team.self),
        DocumentKind(Tag.self),
        DocumentKind(Access.self),
        DocumentKind(Webhook.self),
        DocumentKind(Preferences.self),
    ]

    package static func named(_ name: String) -> DocumentKind? { byName[name] }

    private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
}

/// Languages in which Beckon speaks.
package enum Languages {
    package static let all = ["en", "de"]
    /// Of a reader, or as their browser says.
    package static let choices = [""] + all
}

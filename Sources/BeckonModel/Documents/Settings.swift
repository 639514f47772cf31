/// All documents as they were at one moment: what everybody reads. A change makes the next one.
package struct Settings: Sendable {
    package struct Item: Hashable, Sendable {
        package let key: DocumentKey
        /// Of the change that made it so; 0: it was never saved.
        package let revision: Int
        package let isArchived: Bool
        /// As stored: with what only other versions know.
        package let stored: JSONObject

        package init(key: DocumentKey, revision: Int, isArchived: Bool, stored: JSONObject) {
            self.key = key
            self.revision = revision
            self.isArchived = isArchived
            self.stored = stored
        }
    }

    /// Of the newest change that is in it; all documents share one rising count.
    package private(set) var revision = 0
    private var items: [String: [DocumentID: Item]] = [:]
    private var documents: [String: [DocumentID: any Document]] = [:]
    /// Asked for with each command of a customer.
    private var inboxes: [DocumentID: Inbox] = [:]

    package init(_ items: some Sequence<Item> = []) {
        for kind in DocumentKind.all {
            for id in kind.permanent {
                let key = DocumentKey(kind.name, id)
                put(Item(key: key, revision: 0, isArchived: false, stored: JSONObject()))
            }
        }
        for item in items { apply(item) }
    }

    /// Takes in a change. What is older than the one known already is left.
    package mutating func apply(_ item: Item) {
        revision = max(revision, item.revision)
        if let known = self[item.key], known.revision >= item.revision { return }
        put(item)
    }

    private mutating func put(_ item: Item) {
        let (kind, id) = (item.key.kind, item.key.id)
        items[kind, default: [:]][id] = item
        // Of a kind that only another version knows there is the stored form alone.
        guard let document = DocumentKind.named(kind)?.document(item.stored) else { return }
        documents[kind, default: [:]][id] = document
        if let inbox = document as? Inbox { inboxes[id] = inbox }
    }

    package subscript(key: DocumentKey) -> Item? { items[key.kind]?[key.id] }

    /// Archived ones too: what names them still finds them.
    package func document<Kind: Document>(_ kind: Kind.Type, _ id: DocumentID) -> Kind? {
        documents[Kind.kind]?[id] as? Kind
    }

    /// By id; archived ones too.
    package func items(of kind: String) -> [Item] {
        (items[kind] ?? [:]).values.sorted { $0.key.id.rawValue < $1.key.id.rawValue }
    }

    /// An inbox that is not there behaves as the main one.
    package func inbox(_ id: DocumentID = .main) -> Inbox {
        inboxes[id] ?? inboxes[.main] ?? Inbox()
    }

    /// Whether somebody may choose it: there, and not archived.
    package func offers(_ key: DocumentKey) -> Bool { self[key].map { !$0.isArchived } ?? false }
}

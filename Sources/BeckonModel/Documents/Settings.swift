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
    private var mainRules = Inbox().rules
    /// Of those who may not know of everything.
    private var scopes: [StaffID: Scope] = [:]

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
        switch document {
        case let inbox as Inbox:
            inboxes[id] = inbox
            if id == .main { mainRules = inbox.rules }
        case is Access, is Team: findScopes()
        default: break
        }
    }

    private mutating func findScopes() {
        var teams: [StaffID: Set<DocumentID>] = [:]
        for item in items(of: Team.kind) where !item.isArchived {
            for member in document(Team.self, item.key.id)?.members ?? [] {
                teams[StaffID(unchecked: member), default: []].insert(item.key.id)
            }
        }
        scopes = [:]
        for item in items(of: Access.kind) where !item.isArchived {
            let staff = StaffID(unchecked: item.key.id.rawValue)
            guard let access = document(Access.self, item.key.id) else { continue }
            let scope = access.scope(of: staff, teams: teams[staff] ?? [])
            if !scope.isEverything { scopes[staff] = scope }
        }
    }

    // MARK: Who may know of what

    /// What `decide` needs of a ticket's inbox.
    package func rules(of inbox: DocumentID) -> InboxRules {
        inbox == .main ? mainRules : self.inbox(inbox).rules
    }

    package func scope(of staff: StaffID) -> Scope {
        scopes.isEmpty ? .everything : scopes[staff] ?? .everything
    }

    /// `nil`: customers, who know of what is theirs.
    package func scope(of identity: Identity) -> Scope? {
        switch identity {
        case .customer: nil
        case .staff(let staff, _): scope(of: staff.id)
        case .api(let key): Scope(inboxes: key.inboxes)
        }
    }

    /// Whether this ticket exists for them.
    package func shows(_ ticket: Ticket, to identity: Identity) -> Bool {
        switch identity {
        case .customer(let customer): ticket.customer.id == customer.id
        case .staff(let staff, _): scopes.isEmpty || scope(of: staff.id).holds(ticket)
        case .api(let key): key.inboxes?.contains(ticket.place.inbox) ?? true
        }
    }

    /// Whether somebody may know of less than everything.
    package var hasScopes: Bool { !scopes.isEmpty }

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

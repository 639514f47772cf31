package import BeckonModel

/// What people set, as documents, and who changed them when. All changes share one rising count of revisions.
package protocol DocumentStore: Sendable {
    /// Those changed after that revision, archived ones too, by revision. After 0: all.
    func documents(changedAfter revision: Int) async throws(StoreError) -> [StoredDocument]
    /// Compare-and-set: of many changes that were checked against the same revision exactly one is saved. It is written down with it.
    func save(_ change: DocumentChange) async throws(StoreError) -> DocumentOutcome
    /// Changes of that document, or without a key of all that administrators set, newest first.
    func documentHistory(of key: DocumentKey?, before revision: Int?, limit: Int)
        async throws(StoreError) -> [DocumentRecord]
}

/// A document as it is stored.
package struct StoredDocument: Hashable, Sendable {
    package let key: DocumentKey
    package let revision: Int
    package let isArchived: Bool
    /// A JSON object.
    package let json: String

    package init(key: DocumentKey, revision: Int, isArchived: Bool, json: String) {
        self.key = key
        self.revision = revision
        self.isArchived = isArchived
        self.json = json
    }
}

package struct DocumentChange: Hashable, Sendable {
    package let key: DocumentKey
    /// The newest revision of all when it was checked: what holds only together with other documents holds then, too.
    package let basis: Int
    package let json: String
    package let isArchived: Bool
    package let by: Author
    package let at: Timestamp
    /// Refused when so many of that kind are stored already and it is a new one.
    package let limit: Int

    /// Who did it, as they were called then.
    package struct Author: Hashable, Sendable {
        package let party: String
        package let id: String
        package let name: String

        package init(party: String, id: String, name: String) {
            self.party = party
            self.id = id
            self.name = name
        }
    }

    package init(
        key: DocumentKey, basis: Int, json: String, isArchived: Bool, by author: Author,
        at: Timestamp, limit: Int = .max
    ) {
        self.key = key
        self.basis = basis
        self.json = json
        self.isArchived = isArchived
        by = author
        self.at = at
        self.limit = limit
    }
}

package enum DocumentOutcome: Hashable, Sendable {
    /// As this revision.
    case saved(Int)
    /// There are newer ones than its basis: read on, and check again.
    case outdated
    case tooMany
}

/// A change that was made. `nil`: it was not there, or archived.
package struct DocumentRecord: Hashable, Sendable {
    package let revision: Int
    package let key: DocumentKey
    package let at: Timestamp
    package let by: DocumentChange.Author
    package let before: String?
    package let after: String?

    package init(
        revision: Int, key: DocumentKey, at: Timestamp, by author: DocumentChange.Author,
        before: String?, after: String?
    ) {
        self.revision = revision
        self.key = key
        self.at = at
        by = author
        self.before = before
        self.after = after
    }
}

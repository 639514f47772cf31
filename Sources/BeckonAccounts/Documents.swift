package import BeckonModel
package import BeckonStore
package import BeckonWire
import Synchronization

/// The service of documents: everybody reads one snapshot in memory; a change goes to the store first, then into the snapshot, then to
/// whoever listens. What other nodes have saved is taken in by `refresh`.
package final class Documents: Sendable {
    /// What is told of a change, to the rest of this process.
    package typealias Listener = @Sendable (_ changed: [Settings.Item], _ now: Settings) -> Void
    /// What is wrong with a value that its form allows, as only the rest of this process can tell. Asked before anything is changed, and may take a moment.
    package typealias Examination = @Sendable (JSONObject) async -> [FieldError]

    private let store: any DocumentStore
    private let people: any PeopleStore
    private let clock: any WallClock
    private let snapshot = Mutex(Settings())
    private let listeners = Mutex([Listener]())
    private let examinations: [String: Examination]
    /// One at a time, so that listeners hear of changes in their order.
    private let turn = Gate(width: 1, queue: 1_000)

    /// `examinations`: by kind.
    package init(
        store: any DocumentStore, people: any PeopleStore, clock: any WallClock,
        examinations: [String: Examination] = [:]
    ) {
        self.store = store
        self.examinations = examinations
        self.people = people
        self.clock = clock
    }

    package var now: Settings { snapshot.withLock { $0 } }

    package func listen(_ listener: @escaping Listener) {
        listeners.withLock { $0.append(listener) }
    }

    /// Takes in what was changed since, here or on another node.
    package func refresh() async throws {
        try await turn.enter { try await takeIn() }
    }

    private func takeIn() async throws(StoreError) {
        let known = now.revision
        let items = try await store.documents(changedAfter: known).map(Settings.Item.init)
        guard !items.isEmpty else { return }
        let settings = snapshot.withLock { settings in
            for item in items { settings.apply(item) }
            return settings
        }
        for listener in listeners.withLock({ $0 }) { listener(items, settings) }
    }

    // MARK: Changing

    /// What somebody wants of a document.
    package enum Wish: Sendable {
        /// What the object does not name stays as it is.
        case put(JSONObject)
        /// The same, also of fields that only the server writes.
        case set(JSONObject)
        case archive
    }

    /// Which revision somebody has seen before they changed it.
    package enum Seen: Sendable {
        case revision(Int)
        /// It is to be new.
        case nothing
        /// Whatever it is by now: what is wanted does not depend on it.
        case anything
    }

    /// Saves, and returns the document as it is now. Throws `changedMeanwhile` when it is another than the one that was seen.
    package func change(
        _ key: DocumentKey, _ wish: Wish, seen: Seen, by identity: Identity
    ) async throws -> Settings.Item {
        guard let kind = DocumentKind.named(key.kind) else { throw Failure.notFound }
        try Self.check(identity, may: .change, kind, key.id)
        if kind.isPersonal, try await people.agent(StaffID(unchecked: key.id.rawValue)) == nil {
            throw Failure.notFound
        }
        if case .put(let value) = wish, let examination = examinations[kind.name] {
            let errors = await examination(value)
            if !errors.isEmpty { throw Failure.invalidFields(errors) }
        }
        return try await change(kind, key, wish, seen: seen, by: DocumentChange.Author(identity))
    }

    /// What the server does by itself, because of something that happened.
    package func changeByServer(_ key: DocumentKey, to value: JSONObject) async throws {
        guard let kind = DocumentKind.named(key.kind) else { throw Failure.notFound }
        _ = try await change(
            kind, key, .set(value), seen: .anything,
            by: DocumentChange.Author(party: "server", id: "", name: ""))
    }

    private func change(
        _ kind: DocumentKind, _ key: DocumentKey, _ wish: Wish, seen: Seen,
        by author: DocumentChange.Author
    ) async throws -> Settings.Item {
        try await turn.enter {
            for _ in 0..<Self.tries {
                try await self.takeIn()
                let settings = self.now
                let current = settings[key] ?? kind.unsaved(key)
                guard let draft = try await self.decide(wish, current, kind, key, seen, settings)
                else { return current ?? Settings.Item(key) }
                let outcome = try await self.store.save(
                    DocumentChange(
                        key: key, basis: settings.revision, json: draft.stored.text,
                        isArchived: draft.isArchived, by: author, at: self.clock.now(),
                        limit: kind.isPersonal ? .max : Limits.documentsPerKind))
                switch outcome {
                case .saved:
                    try await self.takeIn()
                    if let item = self.now[key] { return item }
                case .tooMany: throw Failure.refused("There are too many of these.")
                case .outdated: continue
                }
            }
            throw Failure.storeUnavailable
        }
    }

    /// Others may save between the check and the save, each at most as often as they are slower than this.
    private static let tries = 50

    private struct Draft {
        let stored: JSONObject
        let isArchived: Bool
    }

    /// `nil`: it is so already.
    private func decide(
        _ wish: Wish, _ current: Settings.Item?, _ kind: DocumentKind, _ key: DocumentKey,
        _ seen: Seen, _ settings: Settings
    ) async throws -> Draft? {
        switch seen {
        case .revision(let revision):
            guard let current else { throw Failure.notFound }
            guard current.revision == revision else { throw Self.changed(current) }
        case .nothing:
            if let current { throw Self.changed(current) }
        case .anything:
            if current == nil { throw Failure.notFound }
        }
        let draft: Draft
        switch wish {
        case .put(let value):
            draft = Draft(
                stored: try await check(value, key, kind, over: current, settings),
                isArchived: false)
        case .set(let value):
            draft = Draft(
                stored: try await check(value, key, kind, over: current, settings, by: .server),
                isArchived: current?.isArchived ?? false)
        case .archive:
            guard let current else { throw Failure.notFound }
            guard !kind.permanent.contains(key.id), kind.access != .own else {
                throw Failure.refused("This one is always there.")
            }
            draft = Draft(stored: current.stored, isArchived: true)
        }
        let isSame = current.map { $0.isArchived == draft.isArchived && $0.stored == draft.stored }
        return isSame == true ? nil : draft
    }

    /// Values alone by their forms, then together, then against what else is there.
    private func check(
        _ value: JSONObject, _ key: DocumentKey, _ kind: DocumentKind,
        over current: Settings.Item?, _ settings: Settings,
        by writer: DocumentKind.Writer = .people
    ) async throws -> JSONObject {
        let stored: JSONObject
        switch kind.check(value, over: current?.stored ?? JSONObject(), by: writer) {
        case .good(let object): stored = object
        case .bad(let errors): throw Failure.invalidFields(errors)
        }
        var errors: [FieldError] = []
        let known = Set(current.map { kind.references(in: $0.stored).map(\.id) } ?? [])
        for reference in kind.references(in: stored) where !known.contains(reference.id) {
            // What it names already may have gone meanwhile, and stays.
            if try await !exists(reference.kind, reference.id, settings) {
                errors.append(FieldError(reference.field, .unknown))
            }
        }
        if let title = kind.title, isTaken(stored[title], title, key, settings) {
            errors.append(FieldError(title, .taken))
        }
        if !errors.isEmpty { throw Failure.invalidFields(errors) }
        return stored
    }

    private func exists(
        _ kind: String, _ id: DocumentID, _ settings: Settings
    ) async throws(StoreError) -> Bool {
        if kind == "agent" { return try await people.agent(StaffID(unchecked: id.rawValue)) != nil }
        return settings.offers(DocumentKey(kind, id))
    }

    private func isTaken(
        _ value: JSONValue?, _ title: String, _ key: DocumentKey, _ settings: Settings
    ) -> Bool {
        guard case .string(let name)? = value else { return false }
        return settings.items(of: key.kind).contains { other in
            guard other.key != key, !other.isArchived,
                case .string(let theirs)? = other.stored[title]
            else { return false }
            return theirs.lowercased() == name.lowercased()
        }
    }

    // MARK: Who may

    package enum Act: Sendable { case read, change }

    /// Not allowed and not there look the same for what is somebody's own.
    package static func check(
        _ identity: Identity, may act: Act, _ kind: DocumentKind, _ id: DocumentID?
    ) throws(Failure) {
        switch kind.access {
        case .administration:
            guard identity.has(act == .read ? .readSettings : .writeSettings) else {
                throw .forbidden
            }
        case .holders(let right):
            guard identity.has(right) else { throw .forbidden }
        case .own:
            guard identity.has(.ownAccount) else { throw .forbidden }
            if let id, id.rawValue != identity.id { throw .notFound }
        }
    }

    // MARK: History

    /// Newest first; without a key of everything that administrators set.
    package func history(
        of key: DocumentKey?, before revision: Int?, limit: Int
    ) async throws(StoreError) -> [DocumentRecord] {
        try await store.documentHistory(of: key, before: revision, limit: limit)
    }

    private static func changed(_ item: Settings.Item) -> Failure {
        .changedMeanwhile(current: DocumentJSON.encode(item))
    }
}

extension DocumentKind {
    /// What each agent has one of is there before it was ever saved.
    package func unsaved(_ key: DocumentKey) -> Settings.Item? {
        isPersonal ? Settings.Item(key) : nil
    }
}

extension Settings.Item {
    /// As it is before it was ever saved.
    fileprivate init(_ key: DocumentKey) {
        self.init(key: key, revision: 0, isArchived: false, stored: JSONObject())
    }

    /// What cannot be read as an object counts as saved without a field: it has its defaults, and can be saved again.
    init(_ document: StoredDocument) {
        self.init(
            key: document.key, revision: document.revision, isArchived: document.isArchived,
            stored: JSONObject(text: document.json) ?? JSONObject())
    }
}

extension DocumentChange.Author {
    package init(_ identity: Identity) {
        let isKey = if case .api = identity { true } else { false }
        self.init(
            party: isKey ? Party.Kind.api.rawValue : identity.side.rawValue, id: identity.id,
            name: identity.name)
    }
}

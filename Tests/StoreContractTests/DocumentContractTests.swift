import BeckonModel
import BeckonStore
import StoreTesting
import Testing

@Suite("Every store keeps documents alike")
struct DocumentContractTests {
    private static let key = DocumentKey("tag", DocumentID(unchecked: "vip"))

    private func change(
        _ json: String, basis: Int, _ key: DocumentKey = key, archived: Bool = false,
        limit: Int = .max
    ) -> DocumentChange {
        DocumentChange(
            key: key, basis: basis, json: json, isArchived: archived,
            by: .init(party: "staff", id: "dana", name: "Dana \"D\""),
            at: Timestamp(milliseconds: 1_700_000_000_000 + Int64(basis)), limit: limit)
    }

    @Test("A change is saved with its revision and written down", arguments: Backend.allCases)
    func saves(_ backend: Backend) async throws {
        try await backend.run { store async throws in
            #expect(try await store.documents(changedAfter: 0) == [])
            #expect(try await store.save(change(#"{"name":"VIP"}"#, basis: 0)) == .saved(1))
            #expect(try await store.save(change(#"{"name":"Vip"}"#, basis: 1)) == .saved(2))
            let archived = change(#"{"name":"Vip"}"#, basis: 2, archived: true)
            #expect(try await store.save(archived) == .saved(3))
            #expect(try await store.save(change(#"{"name":"new"}"#, basis: 3)) == .saved(4))
            let document = StoredDocument(
                key: Self.key, revision: 4, isArchived: false, json: #"{"name":"new"}"#)
            #expect(try await store.documents(changedAfter: 0) == [document])
            #expect(try await store.documents(changedAfter: 4) == [])
            let history = try await store.documentHistory(of: Self.key, before: nil, limit: 10)
            #expect(history.map(\.revision) == [4, 3, 2, 1])
            #expect(history.map(\.before) == [nil, #"{"name":"Vip"}"#, #"{"name":"VIP"}"#, nil])
            #expect(
                history.map(\.after)
                    == [#"{"name":"new"}"#, nil, #"{"name":"Vip"}"#, #"{"name":"VIP"}"#])
            #expect(history.allSatisfy { $0.by.name == "Dana \"D\"" && $0.key == Self.key })
            let page = try await store.documentHistory(of: Self.key, before: 3, limit: 1)
            #expect(page.map(\.revision) == [2])
        }
    }

    @Test("Of 50 who changed the same, one is saved", arguments: Backend.allCases)
    func race(_ backend: Backend) async throws {
        try await backend.run { store async throws in
            let outcomes = try await withThrowingTaskGroup(of: DocumentOutcome.self) { group in
                for number in 0..<50 {
                    group.addTask { [store] in
                        try await store.save(self.change("{\"name\":\"\(number)\"}", basis: 0))
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.count { $0 == .saved(1) } == 1)
            #expect(outcomes.count { $0 == .outdated } == 49)
            #expect(try await store.documentHistory(of: nil, before: nil, limit: 9).count == 1)
        }
    }

    @Test("Anything that was saved meanwhile makes a check outdated", arguments: Backend.allCases)
    func basis(_ backend: Backend) async throws {
        try await backend.run { store async throws in
            let other = DocumentKey("team", DocumentID(unchecked: "night"))
            #expect(try await store.save(change("{}", basis: 0, other)) == .saved(1))
            #expect(try await store.save(change("{}", basis: 0)) == .outdated)
            #expect(try await store.save(change("{}", basis: 1)) == .saved(2))
            let changed = try await store.documents(changedAfter: 1)
            #expect(changed.map(\.key) == [Self.key])
        }
    }

    @Test("New ones of a kind are refused beyond its limit", arguments: Backend.allCases)
    func limit(_ backend: Backend) async throws {
        try await backend.run { store async throws in
            #expect(try await store.save(change("{}", basis: 0, limit: 1)) == .saved(1))
            let second = DocumentKey("tag", DocumentID(unchecked: "second"))
            #expect(try await store.save(change("{}", basis: 1, second, limit: 1)) == .tooMany)
            #expect(try await store.save(change("{}", basis: 1, limit: 1)) == .saved(2))
            let team = DocumentKey("team", DocumentID(unchecked: "second"))
            #expect(try await store.save(change("{}", basis: 2, team, limit: 1)) == .saved(3))
        }
    }

    @Test("What agents like for themselves is not in the audit trail", arguments: Backend.allCases)
    func audit(_ backend: Backend) async throws {
        try await backend.run { store async throws in
            let own = DocumentKey(Preferences.kind, DocumentID(unchecked: "dana"))
            #expect(try await store.save(change("{}", basis: 0, own)) == .saved(1))
            #expect(try await store.save(change("{}", basis: 1)) == .saved(2))
            let all = try await store.documentHistory(of: nil, before: nil, limit: 10)
            #expect(all.map(\.revision) == [2])
            let mine = try await store.documentHistory(of: own, before: nil, limit: 10)
            #expect(mine.map(\.revision) == [1])
        }
    }
}

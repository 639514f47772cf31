import BeckonModel
import BeckonStore
import BeckonWire
import StoreTesting
import Testing

@testable import BeckonSQLite

@Suite("Settings of other versions")
struct StoredSettingsTests {
    /// A file as it was before there were documents, with that inbox among its settings.
    private func before(_ json: String, in path: String) async throws {
        let store = try await SQLiteStore.open(DataDirectory(path: path))
        await store.close()
        let connection = try Connection(path: path + "/beckon.sqlite")
        try connection.execute(
            """
            DROP TABLE document; DROP TABLE document_change;
            DELETE FROM grdb_migrations WHERE identifier = 'documents';
            INSERT INTO setting(name, value) VALUES ('inbox', '\(json)');
            """)
    }

    @Test("The one inbox of before is a document, with what it knew and with what we do not know")
    func moved() async throws {
        try await TemporaryDirectory.with { path in
            let json = #"{"name":"Shop","autoCloseDays":3,"allowsLeaveMessage":false,"hours":[9]}"#
            try await before(json, in: path)
            let store = try await SQLiteStore.open(DataDirectory(path: path))
            let document = try #require(try await store.documents(changedAfter: 0).first)
            #expect(document.key == DocumentKey(Inbox.kind, .main))
            let stored = try #require(JSONObject(text: document.json))
            let inbox = Inbox(reading: stored)
            #expect(inbox.name == "Shop")
            #expect(inbox.autoCloseDays == 3)
            #expect(!inbox.allowsLeaveMessage)
            #expect(stored["hours"] == .array([.integer(9)]))
            let history = try await store.documentHistory(of: nil, before: nil, limit: 9)
            #expect(history.map(\.by.party) == ["upgrade"])
            await store.close()
        }
    }

    @Test("What is no such setting stays where it is", arguments: ["[]", "{", ""])
    func wrong(_ json: String) async throws {
        try await TemporaryDirectory.with { path in
            try await before(json, in: path)
            let store = try await SQLiteStore.open(DataDirectory(path: path))
            #expect(try await store.documents(changedAfter: 0) == [])
            await store.close()
            let kept =
                try Connection(path: path + "/beckon.sqlite")
                .prepare("SELECT value FROM setting WHERE name = 'inbox'").first { $0.text(0) }
            #expect(kept == json)
        }
    }
}

import BeckonModel
import BeckonStore
import Foundation
import StoreTesting
import Testing

@testable import BeckonSQLite

@Suite("Settings of other versions")
struct StoredSettingsTests {
    private func stored(_ json: String, in path: String) async throws {
        let store = try await SQLiteStore.open(DataDirectory(path: path))
        try await store.save(InboxSettings())
        await store.close()
        try Connection(path: path + "/beckon.sqlite").execute(
            "UPDATE setting SET value = '\(json)' WHERE name = 'inbox'")
    }

    @Test("What is absent has its default, and what is unknown survives a save")
    func tolerant() async throws {
        try await TemporaryDirectory.with { path in
            try await stored(#"{"name":"Shop","hours":{"mon":[9,17]},"party":null}"#, in: path)
            let store = try await SQLiteStore.open(DataDirectory(path: path))
            var settings = try await store.inboxSettings()
            #expect(settings.name == "Shop")
            #expect(settings.autoCloseDays == InboxSettings().autoCloseDays)
            settings.greeting = "Hello"
            try await store.save(settings)
            #expect(try await store.inboxSettings() == settings)
            await store.close()
            let json: String? =
                try Connection(path: path + "/beckon.sqlite")
                .prepare("SELECT value FROM setting WHERE name = 'inbox'").first { $0.text(0) }
                ?? nil
            let fields = try #require(
                try JSONSerialization.jsonObject(with: Data((json ?? "").utf8))
                    as? [String: Any])
            #expect((fields["hours"] as? [String: [Int]]) == ["mon": [9, 17]])
            #expect(fields["party"] is NSNull)
            #expect(fields["greeting"] as? String == "Hello")
        }
    }

    @Test(
        "What was never such a setting is refused, and stays as it is",
        arguments: [#"{"name":7}"#, "[]", "{"])
    func wrong(_ json: String) async throws {
        try await TemporaryDirectory.with { path in
            try await stored(json, in: path)
            let store = try await SQLiteStore.open(DataDirectory(path: path))
            await #expect(throws: StoreError.corrupt) { try await store.inboxSettings() }
            await store.close()
        }
    }
}

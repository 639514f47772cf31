import BeckonModel
import BeckonWire
import GRDB

/// The one inbox stood among the settings once; it is a document now.
enum FormerSettings {
    private static let names = [
        "allowsLeaveMessage": "leave_message", "autoCloseDays": "auto_close_days",
    ]

    static func move(in db: Database) throws {
        let setting = try Row.fetchOne(db, sql: "SELECT value FROM setting WHERE name = 'inbox'")
        guard let text = setting?.text(0), let object = JSONObject(text: text) else { return }
        let json = JSONObject(
            object.members.map { .init(name: names[$0.name] ?? $0.name, value: $0.value) }
        ).text
        try db.execute(
            sql: """
                INSERT INTO document_change(
                    kind, id, at, party, author_id, author_name, before, after)
                VALUES ('inbox', 'main', unixepoch() * 1000, 'upgrade', '', '', NULL, ?)
                """, arguments: [json])
        try db.execute(
            sql: """
                INSERT INTO document(kind, id, revision, archived, json)
                VALUES ('inbox', 'main', ?, 0, ?)
                """, arguments: [db.lastInsertedRowID, json])
        try db.execute(sql: "DELETE FROM setting WHERE name = 'inbox'")
    }
}

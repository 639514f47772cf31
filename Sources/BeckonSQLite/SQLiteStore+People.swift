package import BeckonModel
package import BeckonStore
import Foundation
import GRDB

extension SQLiteStore {
    package func agents() async throws(StoreError) -> [Agent] {
        try await read { db in
            try db.rows("SELECT * FROM agent ORDER BY created_at, id", []).map(Self.agent)
        }
    }

    package func agent(_ id: StaffID) async throws(StoreError) -> Agent? {
        try await read { db in
            try db.row("SELECT * FROM agent WHERE id = ?", [.text(id.rawValue)]).map(Self.agent)
        }
    }

    package func agent(email: String) async throws(StoreError) -> Agent? {
        try await read { db in
            try db.row("SELECT * FROM agent WHERE email = ?", [.text(email.lowercased())])
                .map(Self.agent)
        }
    }

    package func insert(_ agent: Agent) async throws(StoreError) {
        try await run(
            """
            INSERT INTO agent(id, name, email, role, password_hash, disabled, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .text(agent.id.rawValue), .text(agent.name), .text(agent.email.lowercased()),
                .text(agent.role.rawValue), .text(agent.passwordHash),
                .integer(agent.isDisabled ? 1 : 0), .time(agent.createdAt),
            ])
    }

    package func update(_ agent: Agent) async throws(StoreError) {
        try await run(
            """
            UPDATE agent SET name = ?, email = ?, role = ?, password_hash = ?, disabled = ?,
            created_at = ? WHERE id = ?
            """,
            [
                .text(agent.name), .text(agent.email.lowercased()), .text(agent.role.rawValue),
                .text(agent.passwordHash), .integer(agent.isDisabled ? 1 : 0),
                .time(agent.createdAt), .text(agent.id.rawValue),
            ])
    }

    package func customer(_ id: UserID) async throws(StoreError) -> Customer? {
        try await read { db in
            try db.row(Self.customerSQL, [.text(id.rawValue)]).map(Self.customer)
        }
    }

    package func customer(email: String) async throws(StoreError) -> Customer? {
        try await read { db in
            try db.row("SELECT * FROM customer WHERE email = ?", [.text(email.lowercased())])
                .map(Self.customer)
        }
    }

    package func insert(_ customer: Customer) async throws(StoreError) {
        try await save(
            customer,
            """
            INSERT INTO customer(id, name, email, password_hash, created_at)
            VALUES (?, ?, ?, ?, ?)
            """,
            [
                .text(customer.id.rawValue), .text(customer.name),
                .text(customer.email?.lowercased()), .text(customer.passwordHash),
                .time(customer.createdAt),
            ])
    }

    package func update(_ customer: Customer) async throws(StoreError) {
        try await save(
            customer,
            """
            UPDATE customer SET name = ?, email = ?, password_hash = ?, created_at = ?
            WHERE id = ?
            """,
            [
                .text(customer.name), .text(customer.email?.lowercased()),
                .text(customer.passwordHash), .time(customer.createdAt),
                .text(customer.id.rawValue),
            ])
    }

    package func inboxSettings() async throws(StoreError) -> InboxSettings {
        let json = try await read { db in
            try db.row("SELECT value FROM setting WHERE name = 'inbox'", [])?.requiredText(0)
        }
        guard let json else { return InboxSettings() }
        do {
            return try JSONDecoder().decode(InboxSettings.self, from: Data(json.utf8))
        } catch {
            throw .corrupt
        }
    }

    package func save(_ settings: InboxSettings) async throws(StoreError) {
        guard let json = try? JSONEncoder().encode(settings) else { throw .corrupt }
        try await run(
            """
            INSERT INTO setting(name, value) VALUES ('inbox', ?)
            ON CONFLICT DO UPDATE SET value = excluded.value
            """, [.text(String(decoding: json, as: UTF8.self))])
    }

    static let customerSQL = "SELECT * FROM customer WHERE id = ?"

    /// The row, and the words by which it is found.
    private func save(
        _ customer: Customer, _ sql: String, _ values: [SQLValue]
    ) async throws(StoreError) {
        try await writer.write { connection throws(SQLiteFailure) in
            try connection.prepare(sql).run(values)
            if connection.changes > 0 { try CustomerWords.save(customer, in: connection) }
        }
    }

    /// One statement in the next batch; how many rows it changed.
    @discardableResult
    func run(_ sql: String, _ values: [SQLValue]) async throws(StoreError) -> Int {
        try await writer.write { connection throws(SQLiteFailure) in
            try connection.prepare(sql).run(values)
            return connection.changes
        }
    }

    private static func agent(_ row: Row) throws(StoreError) -> Agent {
        guard let role = Role(rawValue: try row.requiredText(3)) else { throw .corrupt }
        return Agent(
            id: StaffID(unchecked: try row.requiredText(0)), name: try row.requiredText(1),
            email: try row.requiredText(2), role: role, passwordHash: row.text(4),
            isDisabled: try row.requiredInteger(5) != 0, createdAt: try row.requiredTime(6))
    }

    static func customer(_ row: Row) throws(StoreError) -> Customer {
        Customer(
            id: UserID(unchecked: try row.requiredText(0)), name: try row.requiredText(1),
            email: row.text(2), passwordHash: row.text(3), createdAt: try row.requiredTime(4))
    }
}

package import BeckonModel
package import BeckonStore
import Foundation
import GRDB

extension SQLiteStore {
    package func agents() async throws(StoreError) -> [Agent] {
        try await read { db in
            try db.rows("\(Self.agents) ORDER BY created_at, id", []).map(Self.agent)
        }
    }

    package func agent(_ id: StaffID) async throws(StoreError) -> Agent? {
        try await read { db in
            try db.row("\(Self.agents) WHERE id = ?", [.text(id.rawValue)]).map(Self.agent)
        }
    }

    package func agent(email: String) async throws(StoreError) -> Agent? {
        try await read { db in
            try db.row("\(Self.agents) WHERE email = ?", [.text(email.lowercased())])
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

    package func registered(email: String) async throws(StoreError) -> [Customer] {
        try await read { db in
            let sql = """
                \(Self.customers) WHERE email = ? AND password_hash IS NOT NULL
                ORDER BY created_at, id LIMIT 100
                """
            return try db.rows(sql, [.text(email.lowercased())]).map(Self.customer)
        }
    }

    package func registered(
        email: String, passwordHash: String
    ) async throws(StoreError) -> Customer? {
        try await read { db in
            let sql = """
                \(Self.customers) WHERE email = ? AND password_hash = ?
                ORDER BY email_verified DESC, email_turn, created_at, id LIMIT 1
                """
            return try db.row(sql, [.text(email.lowercased()), .text(passwordHash)])
                .map(Self.customer)
        }
    }

    package func insert(_ customer: Customer) async throws(StoreError) {
        try await save(
            customer,
            """
            INSERT INTO customer(
                id, name, email, email_verified, password_hash, created_at, email_turn)
            VALUES (?, ?, ?, ?, ?, ?, \(Self.nextTurn))
            """,
            [
                .text(customer.id.rawValue), .text(customer.name),
                .text(customer.email?.lowercased()),
                .integer(customer.isEmailVerified ? 1 : 0), .text(customer.passwordHash),
                .time(customer.createdAt), .text(customer.email?.lowercased()),
            ])
    }

    package func change(
        _ id: UserID, _ change: CustomerChange
    ) async throws(StoreError) -> Bool {
        let key = SQLValue.text(id.rawValue)
        switch change {
        case .name(let name):
            return try await alter(
                id,
                "UPDATE customer SET name = ? WHERE id = ?", [.text(name), key])
        case .email(let email):
            let email = SQLValue.text(email?.lowercased())
            return try await alter(
                id,
                """
                UPDATE customer SET \(Self.movesEmail) WHERE id = ? AND password_hash IS NULL
                """, [email, email, key])
        case .accountEmail(let email, let from, let to):
            let email = SQLValue.text(email.lowercased())
            return try await alter(
                id,
                """
                UPDATE customer SET email_turn = iif(email IS ?, email_turn, \(Self.nextTurn)),
                \(Self.movesEmail), password_hash = ? WHERE id = ? AND password_hash = ?
                """, [email, email, email, email, .text(to), key, .text(from)])
        case .register(let name, let email, let hash):
            let email = SQLValue.text(email.lowercased())
            return try await alter(
                id,
                """
                UPDATE customer SET email_turn = \(Self.nextTurn), \(Self.movesEmail), name = ?,
                password_hash = ? WHERE id = ? AND password_hash IS NULL
                """, [email, email, email, .text(name), .text(hash), key])
        }
    }

    private static let agents =
        "SELECT id, name, email, role, password_hash, disabled, created_at FROM agent"
    private static let customers =
        "SELECT id, name, email, email_verified, password_hash, created_at FROM customer"
    /// Takes the address twice. Only the one that was proven stays so; `SET` sees the row as it was.
    private static let movesEmail =
        "email_verified = iif(email IS ?, email_verified, 0), email = ?"

    /// Takes the address: behind all who have had an account of it.
    private static let nextTurn =
        "(SELECT coalesce(max(email_turn), 0) + 1 FROM customer AS other WHERE other.email = ?)"

    static let customerSQL = customers + " WHERE id = ?"

    /// One change of the row, and of the words by which it is found. `false` when there is no such row, or it is not as expected.
    private func alter(
        _ id: UserID, _ sql: String, _ values: [SQLValue]
    ) async throws(StoreError) -> Bool {
        try await writer.write { connection throws(SQLiteFailure) in
            try connection.prepare(sql).run(values)
            guard connection.changes == 1 else { return false }
            try CustomerWords.renew(of: id, in: connection)
            return true
        }
    }

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
            email: row.text(2), isEmailVerified: try row.requiredInteger(3) != 0,
            passwordHash: row.text(4), createdAt: try row.requiredTime(5))
    }
}

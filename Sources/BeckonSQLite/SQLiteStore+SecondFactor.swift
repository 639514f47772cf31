package import BeckonModel
package import BeckonStore
import GRDB

extension SQLiteStore {
    package func secondFactor(of staff: StaffID) async throws(StoreError) -> SecondFactor? {
        try await read { db in
            let sql = """
                SELECT secret, is_on, last_step, created_at FROM second_factor WHERE staff = ?
                """
            guard let row = try db.row(sql, [.text(staff.rawValue)]) else { return nil }
            guard let secret = row.bytes(0) else { throw StoreError.corrupt }
            return SecondFactor(
                staff: staff, secret: secret, isOn: try row.requiredInteger(1) != 0,
                lastStep: try row.requiredInteger(2), createdAt: try row.requiredTime(3))
        }
    }

    package func staffWithSecondFactor() async throws(StoreError) -> Set<StaffID> {
        try await read { db in
            let rows = try db.rows("SELECT staff FROM second_factor WHERE is_on = 1", [])
            return Set(try rows.map { StaffID(unchecked: try $0.requiredText(0)) })
        }
    }

    package func begin(_ factor: SecondFactor) async throws(StoreError) -> Bool {
        try await run(
            """
            INSERT INTO second_factor(staff, secret, is_on, last_step, created_at)
            VALUES (?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET secret = excluded.secret, is_on = excluded.is_on,
            last_step = excluded.last_step, created_at = excluded.created_at WHERE is_on = 0
            """,
            [
                .text(factor.staff.rawValue), .blob(factor.secret),
                .integer(factor.isOn ? 1 : 0), .integer(factor.lastStep),
                .time(factor.createdAt),
            ]) == 1
    }

    package func turnOnSecondFactor(
        of staff: StaffID, secret: [UInt8], step: Int, recoveryCodes: [[UInt8]]
    ) async throws(StoreError) -> Bool {
        try await writer.write { connection throws(SQLiteFailure) in
            let statement = try connection.prepare(
                """
                UPDATE second_factor SET is_on = 1, last_step = ?
                WHERE staff = ? AND secret = ? AND is_on = 0 AND last_step < ?
                """)
            try statement.run([
                .integer(step), .text(staff.rawValue), .blob(secret), .integer(step),
            ])
            guard connection.changes == 1 else { return false }
            try Self.put(recoveryCodes, of: staff, connection)
            return true
        }
    }

    package func useSecondFactor(
        of staff: StaffID, secret: [UInt8], step: Int
    ) async throws(StoreError) -> Bool {
        try await run(
            """
            UPDATE second_factor SET last_step = ?
            WHERE staff = ? AND secret = ? AND is_on = 1 AND last_step < ?
            """,
            [.integer(step), .text(staff.rawValue), .blob(secret), .integer(step)]) == 1
    }

    package func removeSecondFactor(of staff: StaffID) async throws(StoreError) -> Bool {
        try await writer.write { connection throws(SQLiteFailure) in
            var wasOn = false
            try connection.prepare("DELETE FROM second_factor WHERE staff = ? RETURNING is_on")
                .each([.text(staff.rawValue)]) { wasOn = $0.integer(0) == 1 }
            try Self.put([], of: staff, connection)
            return wasOn
        }
    }

    package func putRecoveryCodes(
        _ hashes: [[UInt8]], of staff: StaffID
    ) async throws(StoreError) {
        try await writer.write { connection throws(SQLiteFailure) in
            try Self.put(hashes, of: staff, connection)
        }
    }

    private static func put(
        _ hashes: [[UInt8]], of staff: StaffID, _ connection: Connection
    ) throws(SQLiteFailure) {
        try connection.prepare("DELETE FROM recovery_code WHERE staff = ?")
            .run([.text(staff.rawValue)])
        for hash in hashes {
            try connection.prepare("INSERT INTO recovery_code(staff, hash) VALUES (?, ?)")
                .run([.text(staff.rawValue), .blob(hash)])
        }
    }

    package func takeRecoveryCode(
        _ hash: [UInt8], of staff: StaffID
    ) async throws(StoreError) -> Bool {
        try await run(
            "DELETE FROM recovery_code WHERE staff = ? AND hash = ?",
            [.text(staff.rawValue), .blob(hash)]) == 1
    }

    package func recoveryCodesLeft(of staff: StaffID) async throws(StoreError) -> Int {
        try await read { db in
            let sql = "SELECT count(*) FROM recovery_code WHERE staff = ?"
            return try db.row(sql, [.text(staff.rawValue)])?.requiredInteger(0) ?? 0
        }
    }

    package func putDevice(
        _ hash: [UInt8], of staff: StaffID, at now: Timestamp
    ) async throws(StoreError) {
        try await writer.write { connection throws(SQLiteFailure) in
            try connection.prepare(
                """
                INSERT INTO device(staff, hash, seen_at) VALUES (?, ?, ?)
                ON CONFLICT DO UPDATE SET seen_at = excluded.seen_at
                """
            ).run([.text(staff.rawValue), .blob(hash), .time(now)])
            try connection.prepare(
                """
                DELETE FROM device WHERE staff = ? AND hash IN (
                    SELECT hash FROM device WHERE staff = ? ORDER BY seen_at DESC LIMIT -1 OFFSET ?)
                """
            ).run([
                .text(staff.rawValue), .text(staff.rawValue), .integer(Limits.devicesPerAgent),
            ])
        }
    }

    package func isDevice(
        _ hash: [UInt8], of staff: StaffID
    ) async throws(StoreError) -> Bool {
        try await read { db in
            try db.row(
                "SELECT 1 FROM device WHERE staff = ? AND hash = ?",
                [.text(staff.rawValue), .blob(hash)]) != nil
        }
    }

    package func dropDevices(of staff: StaffID) async throws(StoreError) {
        try await run("DELETE FROM device WHERE staff = ?", [.text(staff.rawValue)])
    }
}

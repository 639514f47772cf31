package import BeckonAccounts
import BeckonHTTP
import BeckonSQLite
import Foundation

/// The accounts of a data directory on which no server runs, for the command line.
package enum OfflineAccounts {
    /// Throws `DataDirectory.Failure.inUse` while a server runs.
    package static func use<Value: Sendable>(
        data: String, _ body: (Accounts) async throws -> Value
    ) async throws -> Value {
        let store = try await SQLiteStore.open(try DataDirectory(path: data)) { notice in
            try? FileHandle.standardError.write(contentsOf: Data("\(notice).\n".utf8))
        }
        let accounts = Accounts(
            store: store, clock: SystemClock(), cookie: SessionCookie(isSecure: false))
        do {
            let value = try await body(accounts)
            await store.close()
            return value
        } catch {
            await store.close()
            throw error
        }
    }
}

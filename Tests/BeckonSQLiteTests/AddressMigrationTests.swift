import BeckonModel
import BeckonSQLite
import BeckonStore
import GRDB
import StoreTesting
import Testing

/// People from before addresses had to be proven.
@Suite struct AddressMigrationTests {
    private static let before = """
        CREATE TABLE grdb_migrations(identifier TEXT NOT NULL PRIMARY KEY);
        INSERT INTO grdb_migrations VALUES ('1'), ('2');
        CREATE TABLE log(
            position INTEGER PRIMARY KEY, ticket BLOB NOT NULL, seq INTEGER NOT NULL,
            at INTEGER NOT NULL, internal INTEGER NOT NULL, body BLOB NOT NULL) STRICT;
        CREATE TABLE mark(
            ticket BLOB PRIMARY KEY, user_delivered INTEGER NOT NULL, user_seen INTEGER NOT NULL,
            staff_delivered INTEGER NOT NULL, staff_seen INTEGER NOT NULL) WITHOUT ROWID, STRICT;
        CREATE TABLE agent(
            id TEXT PRIMARY KEY, name TEXT NOT NULL, email TEXT NOT NULL UNIQUE,
            role TEXT NOT NULL, password_hash TEXT, disabled INTEGER NOT NULL,
            created_at INTEGER NOT NULL) WITHOUT ROWID, STRICT;
        CREATE TABLE customer(
            id TEXT PRIMARY KEY, name TEXT NOT NULL, email TEXT UNIQUE, password_hash TEXT,
            created_at INTEGER NOT NULL) WITHOUT ROWID, STRICT;
        CREATE TABLE session(
            id BLOB PRIMARY KEY, staff TEXT, customer TEXT, created_at INTEGER NOT NULL,
            last_seen_at INTEGER NOT NULL) WITHOUT ROWID, STRICT;
        CREATE INDEX session_staff ON session(staff) WHERE staff IS NOT NULL;
        CREATE INDEX session_customer ON session(customer) WHERE customer IS NOT NULL;
        CREATE INDEX session_created ON session(created_at);
        CREATE INDEX session_seen ON session(last_seen_at);
        CREATE TABLE setting(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID, STRICT;
        CREATE TABLE secret(
            purpose TEXT PRIMARY KEY, hash BLOB NOT NULL, expires INTEGER NOT NULL)
            WITHOUT ROWID, STRICT;
        INSERT INTO customer VALUES ('mia', 'Mia', 'mia@example.com', 'hash', 5);
        INSERT INTO customer VALUES ('u_1', 'Visitor', NULL, NULL, 6);
        INSERT INTO session VALUES (x'01', NULL, 'mia', 7, 8);
        INSERT INTO agent VALUES ('dana', 'Dana', 'dana@example.com', 'admin', 'hash', 0, 4);
        """

    @Test("People and sessions of before are kept; their addresses are unverified")
    func migrated() async throws {
        try await TemporaryDirectory.with { path in
            let directory = try DataDirectory(path: path)
            let old = try DatabaseQueue(path: path + "/beckon.sqlite")
            try await old.write { try $0.execute(sql: Self.before) }
            try old.close()
            let store = try await SQLiteStore.open(directory)
            let mia = try #require(try await store.customer(UserID(unchecked: "mia")))
            #expect(
                mia
                    == Customer(
                        id: mia.id, name: "Mia", email: "mia@example.com", passwordHash: "hash",
                        createdAt: Timestamp(milliseconds: 5)))
            #expect(try await store.registered(email: "mia@example.com") == [mia])
            #expect(try await store.customer(UserID(unchecked: "u_1"))?.isRegistered == false)
            let session = try #require(try await store.session(SessionID(hash: [1])))
            #expect(session.lastSeenAt == Timestamp(milliseconds: 8))
            #expect(session.origin == SessionOrigin())
            #expect(try await store.agent(email: "dana@example.com")?.role == .admin)
            // Another of the same address is welcome.
            try await store.insert(
                Customer(
                    id: UserID(unchecked: "eve"), name: "Eve", email: "mia@example.com",
                    createdAt: Timestamp(milliseconds: 9)))
            await store.close()
        }
    }
}

import GRDB

/// The tables of the data file: the log of tickets, and what is not in a log (people, sessions, settings, marks).
enum Schema {
    /// In their order.
    static var versions: [String] { migrator.migrations }

    /// The version that this program makes, as it is told to people: how many steps led to it.
    static var newest: String { "\(versions.count)" }

    /// `version`: no further than this one, for tests.
    static func migrate(_ database: some DatabaseWriter, to version: String? = nil) throws {
        if let version {
            try migrator.migrate(database, upTo: version)
        } else {
            try migrator.migrate(database)
        }
    }

    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { db in
            try db.execute(sql: log + people)
        }
        migrator.registerMigration("2") { db in
            try db.execute(sql: withoutProjections)
        }
        migrator.registerMigration("customers' words") { db in
            try CustomerWords.make(in: db)
        }
        migrator.registerMigration("proven people") { db in
            try db.execute(sql: provenPeople)
        }
        migrator.registerMigration("turns of accounts") { db in
            try db.execute(sql: turns)
        }
        migrator.registerMigration("documents") { db in
            try db.execute(sql: documents)
            try FormerSettings.move(in: db)
        }
        migrator.registerMigration("external ids") { db in
            try db.execute(sql: externals)
        }
        migrator.registerMigration("keys") { db in
            try db.execute(sql: keys)
        }
        migrator.registerMigration("followers") { db in
            try db.execute(sql: followers)
        }
        migrator.registerMigration("outbox") { db in
            try db.execute(sql: outbox)
        }
        return migrator
    }

    private static let log = """
        CREATE TABLE log(
            position INTEGER PRIMARY KEY, ticket BLOB NOT NULL, seq INTEGER NOT NULL,
            at INTEGER NOT NULL, internal INTEGER NOT NULL, body BLOB NOT NULL) STRICT;
        CREATE TABLE mark(
            ticket BLOB PRIMARY KEY, user_delivered INTEGER NOT NULL, user_seen INTEGER NOT NULL,
            staff_delivered INTEGER NOT NULL, staff_seen INTEGER NOT NULL) WITHOUT ROWID, STRICT;
        """

    /// What is folded from the log stood in the same file once; it is in the index file now.
    private static let withoutProjections = """
        DROP TABLE IF EXISTS search_terms; DROP TABLE IF EXISTS search;
        DROP TABLE IF EXISTS entry; DROP TABLE IF EXISTS creation; DROP TABLE IF EXISTS ticket;
        DROP TABLE IF EXISTS tally; DROP TABLE IF EXISTS projection;
        """

    /// An email stands once only where it is verified; sessions say where they are from; second factors and known devices.
    private static let provenPeople = """
        CREATE TABLE proven_customer(
            id TEXT PRIMARY KEY, name TEXT NOT NULL, email TEXT,
            email_verified INTEGER NOT NULL, password_hash TEXT,
            created_at INTEGER NOT NULL) WITHOUT ROWID, STRICT;
        INSERT INTO proven_customer(id, name, email, email_verified, password_hash, created_at)
            SELECT id, name, email, 0, password_hash, created_at FROM customer;
        DROP TABLE customer;
        ALTER TABLE proven_customer RENAME TO customer;
        CREATE INDEX customer_email ON customer(email) WHERE email IS NOT NULL;
        CREATE UNIQUE INDEX customer_verified ON customer(email) WHERE email_verified = 1;
        ALTER TABLE session ADD COLUMN address TEXT;
        ALTER TABLE session ADD COLUMN agent TEXT;
        CREATE TABLE second_factor(
            staff TEXT PRIMARY KEY, secret BLOB NOT NULL, is_on INTEGER NOT NULL,
            last_step INTEGER NOT NULL, created_at INTEGER NOT NULL) WITHOUT ROWID, STRICT;
        CREATE TABLE recovery_code(
            staff TEXT NOT NULL, hash BLOB NOT NULL, PRIMARY KEY(staff, hash))
            WITHOUT ROWID, STRICT;
        CREATE TABLE device(
            staff TEXT NOT NULL, hash BLOB NOT NULL, seen_at INTEGER NOT NULL,
            PRIMARY KEY(staff, hash)) WITHOUT ROWID, STRICT;
        """

    /// Of several accounts of one email the first has the sign-in. A visitor may be older than the account that it becomes.
    private static let turns = """
        ALTER TABLE customer ADD COLUMN email_turn INTEGER NOT NULL DEFAULT 0;
        """

    /// What people set. A change has a number, which the document has from then on.
    private static let documents = """
        CREATE TABLE document(
            kind TEXT NOT NULL, id TEXT NOT NULL, revision INTEGER NOT NULL UNIQUE,
            archived INTEGER NOT NULL, json TEXT NOT NULL, PRIMARY KEY(kind, id))
            WITHOUT ROWID, STRICT;
        CREATE TABLE document_change(
            revision INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, id TEXT NOT NULL,
            at INTEGER NOT NULL, party TEXT NOT NULL, author_id TEXT NOT NULL,
            author_name TEXT NOT NULL, before TEXT, after TEXT) STRICT;
        CREATE INDEX document_change_key ON document_change(kind, id, revision);
        """

    /// What other systems call messages. It stands beside the log, not in the index, which may be thrown away: two messages of one name must never
    /// be stored, also not while an index is being made.
    private static let externals = """
        CREATE TABLE external(
            id TEXT PRIMARY KEY, ticket BLOB NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL)
            WITHOUT ROWID, STRICT;
        """

    /// `rights` and `inboxes` are names with a space between; `inboxes` is `NULL` for every one.
    private static let keys = """
        CREATE TABLE api_key(
            id TEXT PRIMARY KEY, name TEXT NOT NULL, hash BLOB NOT NULL UNIQUE,
            rights TEXT NOT NULL, inboxes TEXT, creator TEXT NOT NULL, creator_name TEXT NOT NULL,
            created_at INTEGER NOT NULL, last_used_at INTEGER, revoked_at INTEGER)
            WITHOUT ROWID, STRICT;
        """

    /// How far each follower of the log came, and the newest holding of each lease.
    private static let followers = """
        CREATE TABLE lease(name TEXT PRIMARY KEY, token INTEGER NOT NULL) WITHOUT ROWID, STRICT;
        CREATE TABLE follower(name TEXT PRIMARY KEY, position INTEGER NOT NULL)
            WITHOUT ROWID, STRICT;
        """

    /// What must leave the house. `claim` rises each time that somebody takes a row; `due` is then when that lease is over. The generation is
    /// made anew by a restore.
    private static let outbox = """
        CREATE TABLE outbox(
            id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE,
            channel TEXT NOT NULL, target TEXT NOT NULL, kind TEXT NOT NULL, ticket BLOB,
            payload BLOB NOT NULL, state TEXT NOT NULL, attempts INTEGER NOT NULL,
            step INTEGER NOT NULL, claim INTEGER NOT NULL, due INTEGER NOT NULL,
            answered_at INTEGER, problem TEXT, status INTEGER, answer TEXT,
            created_at INTEGER NOT NULL, ended_at INTEGER) STRICT;
        CREATE INDEX outbox_waiting ON outbox(channel, target, due) WHERE state = 'waiting';
        CREATE INDEX outbox_target ON outbox(channel, target, id);
        CREATE INDEX outbox_oldest ON outbox(channel, created_at) WHERE state = 'waiting';
        CREATE INDEX outbox_ended ON outbox(channel, state, ended_at)
            WHERE ended_at IS NOT NULL;
        CREATE TABLE document_secret(
            number INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, id TEXT NOT NULL,
            value BLOB NOT NULL, made_at INTEGER NOT NULL, ends_at INTEGER) STRICT;
        CREATE INDEX document_secret_key ON document_secret(kind, id);
        INSERT INTO setting(name, value) VALUES ('generation', lower(hex(randomblob(8))))
            ON CONFLICT DO NOTHING;
        """

    private static let people = """
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
        """
}

import GRDB

/// The tables. `log` is the truth; `entry`, `creation`, `ticket`, `tally` and `search` are folded from it and may be thrown away.
enum Schema {
    static func migrate(_ database: some DatabaseWriter) throws {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { db in
            try db.execute(sql: log + projections + people)
        }
        try migrator.migrate(database)
    }

    private static let log = """
        CREATE TABLE log(
            position INTEGER PRIMARY KEY, ticket BLOB NOT NULL, seq INTEGER NOT NULL,
            at INTEGER NOT NULL, internal INTEGER NOT NULL, body BLOB NOT NULL) STRICT;
        CREATE TABLE mark(
            ticket BLOB PRIMARY KEY, user_delivered INTEGER NOT NULL, user_seen INTEGER NOT NULL,
            staff_delivered INTEGER NOT NULL, staff_seen INTEGER NOT NULL) WITHOUT ROWID, STRICT;
        CREATE TABLE projection(name TEXT PRIMARY KEY, position INTEGER NOT NULL) WITHOUT ROWID, STRICT;
        INSERT INTO projection(name, position) VALUES ('all', 0);
        """

    /// `urgency` is 3 minus the priority's rank, so that the waiting list's key ascends in all its parts. `state` is status and chat in
    /// one number: a list over any of them is a few exact ranges of one index. `tally` counts tickets by who has them and state.
    private static let projections = """
        CREATE TABLE entry(
            ticket BLOB NOT NULL, seq INTEGER NOT NULL, position INTEGER NOT NULL,
            PRIMARY KEY(ticket, seq)) WITHOUT ROWID, STRICT;
        CREATE TABLE creation(
            customer TEXT NOT NULL, client_id TEXT NOT NULL, ticket BLOB NOT NULL,
            PRIMARY KEY(customer, client_id)) WITHOUT ROWID, STRICT;
        CREATE TABLE ticket(
            key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, number INTEGER NOT NULL,
            subject TEXT NOT NULL, created_at INTEGER NOT NULL, follows BLOB,
            customer TEXT NOT NULL, customer_name TEXT NOT NULL, status TEXT NOT NULL,
            chat TEXT NOT NULL, state INTEGER NOT NULL, urgency INTEGER NOT NULL, assignee TEXT,
            assignee_name TEXT, seq INTEGER NOT NULL, updated_at INTEGER NOT NULL,
            waiting_since INTEGER, resolved_at INTEGER, follow_up BLOB, score INTEGER,
            comment TEXT, preview_from TEXT, preview_text TEXT, preview_at INTEGER,
            first_response_at INTEGER) STRICT;
        CREATE INDEX ticket_number ON ticket(number);
        CREATE INDEX ticket_state ON ticket(state, updated_at, number);
        CREATE INDEX ticket_assignee ON ticket(assignee, state, updated_at, number);
        CREATE INDEX ticket_customer ON ticket(customer, updated_at, number);
        CREATE INDEX ticket_waiting ON ticket(urgency, waiting_since, number)
            WHERE waiting_since IS NOT NULL;
        CREATE INDEX ticket_resolved ON ticket(resolved_at, number) WHERE status = 'resolved';
        CREATE TABLE tally(
            assignee TEXT NOT NULL, state INTEGER NOT NULL, tickets INTEGER NOT NULL,
            PRIMARY KEY(assignee, state)) WITHOUT ROWID, STRICT;
        CREATE VIRTUAL TABLE search USING fts5(
            words, content='', columnsize=0, detail=none, tokenize='ascii');
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

    /// Throws the projections' rows away; the fold begins again.
    static let emptyProjections = """
        DELETE FROM entry; DELETE FROM creation; DELETE FROM ticket; DELETE FROM tally;
        INSERT INTO search(search) VALUES ('delete-all');
        UPDATE projection SET position = 0;
        """
}

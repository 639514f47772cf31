import BeckonModel

/// The tables of the index file: everything that is folded from the log. Nothing in it is a truth of its own; it may be deleted at any time.
enum IndexSchema {
    /// Raised with every change here.
    private static let tablesVersion = 4
    /// An index of another version, of the tables or of the rules that folded it, is made anew from the log.
    static let version = tablesVersion << 16 | Ticket.rulesVersion

    /// `span` tells where a ticket's lines stand in the log: `count` numbers from `first` on, `positions` as `SpanPositions` writes them.
    ///
    /// `urgency` is 3 minus the priority's rank, so that the waiting list's key ascends in all its parts. `state` is status and chat in
    /// one number: a list over any of them is a few exact ranges of one index. `tally` counts tickets by who has them, where they belong and state.
    /// Those of the main inbox are found by state alone, so that who has one inbox pays for one index.
    ///
    /// `folded` says up to which line of the log all this holds, and the digest of that line, so that an index that belongs to another
    /// log (a restored backup) is known.
    static let tables = """
        CREATE TABLE folded(
            one INTEGER PRIMARY KEY CHECK(one = 1), position INTEGER NOT NULL,
            digest INTEGER NOT NULL) STRICT;
        INSERT INTO folded(one, position, digest) VALUES (1, 0, 0);
        CREATE TABLE span(
            ticket BLOB NOT NULL, first INTEGER NOT NULL, count INTEGER NOT NULL,
            positions BLOB NOT NULL, PRIMARY KEY(ticket, first)) WITHOUT ROWID, STRICT;
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
            first_response_at INTEGER, read_only TEXT,
            unanswered_since INTEGER, inbox TEXT NOT NULL, team TEXT, tags TEXT,
            channel TEXT NOT NULL) STRICT;
        CREATE INDEX ticket_number ON ticket(number);
        CREATE INDEX ticket_state ON ticket(state, updated_at, number);
        CREATE INDEX ticket_assignee ON ticket(assignee, state, updated_at, number);
        CREATE INDEX ticket_inbox ON ticket(inbox, state, updated_at, number)
            WHERE inbox <> 'main';
        CREATE INDEX ticket_customer ON ticket(customer, updated_at, number);
        CREATE INDEX ticket_waiting ON ticket(urgency, waiting_since, number)
            WHERE waiting_since IS NOT NULL;
        CREATE INDEX ticket_damaged ON ticket(number) WHERE read_only = 'damaged';
        CREATE INDEX ticket_resolved ON ticket(resolved_at, number) WHERE status = 'resolved';
        CREATE INDEX ticket_inbox_resolved ON ticket(inbox, resolved_at, number)
            WHERE status = 'resolved' AND inbox <> 'main';
        CREATE TABLE tally(
            assignee TEXT NOT NULL, inbox TEXT NOT NULL, team TEXT NOT NULL,
            state INTEGER NOT NULL, tickets INTEGER NOT NULL,
            PRIMARY KEY(assignee, inbox, team, state)) WITHOUT ROWID, STRICT;
        CREATE VIRTUAL TABLE search USING fts5(
            words, content='', columnsize=0, detail=none, tokenize='ascii');
        CREATE VIRTUAL TABLE search_terms USING fts5vocab(search, instance);
        """

    /// Makes the tally anew from the tickets' rows.
    static let count = """
        DELETE FROM tally;
        INSERT INTO tally(assignee, inbox, team, state, tickets)
            SELECT coalesce(assignee, ''), inbox, coalesce(team, ''), state, count(*)
            FROM ticket GROUP BY 1, 2, 3, 4;
        """

    /// Throws the rows away; the fold begins again.
    static let empty = """
        DELETE FROM span; DELETE FROM creation; DELETE FROM ticket; DELETE FROM tally;
        INSERT INTO search(search) VALUES ('delete-all');
        UPDATE folded SET position = 0, digest = 0;
        """
}

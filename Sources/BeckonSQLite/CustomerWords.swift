import BeckonModel
import BeckonStore
import GRDB

/// The words of customers' names and addresses, as search knows words. They stand beside the customers and change with them, so that a new
/// name is found at once and a forgotten one no more.
enum CustomerWords {
    static let table = """
        CREATE TABLE customer_word(
            word TEXT NOT NULL, customer TEXT NOT NULL, PRIMARY KEY(word, customer))
            WITHOUT ROWID, STRICT;
        CREATE INDEX customer_word_customer ON customer_word(customer);
        """
    private static let delete = "DELETE FROM customer_word WHERE customer = ?"
    private static let insert = """
        INSERT INTO customer_word(word, customer) VALUES (?, ?) ON CONFLICT DO NOTHING
        """

    /// Makes the table for the customers that are there already.
    static func make(in db: Database) throws {
        try db.execute(sql: table)
        let customers = try Row.fetchCursor(db, sql: "SELECT id, name, email FROM customer")
        while let row = try customers.next() {
            let id = try row.requiredText(0)
            let text = [row.text(1), row.text(2)].compactMap(\.self).joined(separator: " ")
            for word in SearchText.words(in: text) {
                try db.execute(sql: insert, arguments: [word, id])
            }
        }
    }

    static func save(_ customer: Customer, in connection: Connection) throws(SQLiteFailure) {
        try save(customer.searchedText, of: customer.id, in: connection)
    }

    /// After the row has changed.
    static func renew(of id: UserID, in connection: Connection) throws(SQLiteFailure) {
        var text = ""
        try connection.prepare("SELECT name, email FROM customer WHERE id = ?")
            .each([.text(id.rawValue)]) { row in
                text = [row.text(0), row.text(1)].compactMap(\.self).joined(separator: " ")
            }
        try save(text, of: id, in: connection)
    }

    private static func save(
        _ text: String, of id: UserID, in connection: Connection
    ) throws(SQLiteFailure) {
        let id = SQLValue.text(id.rawValue)
        try connection.prepare(delete).run([id])
        let insert = try connection.prepare(insert)
        for word in SearchText.words(in: text) {
            try insert.run([.text(word), id])
        }
    }
}

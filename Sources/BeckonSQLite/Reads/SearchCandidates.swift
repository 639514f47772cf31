import BeckonModel
import BeckonStore

/// The tickets that a search finds, as SQL that gives their keys.
///
/// Each word is looked up by itself, since a ticket's words stand in many entries and in its customer's name. However many entries have a
/// word, only the newest are looked at.
struct SearchCandidates {
    private(set) var sql = ""
    private(set) var values: [SQLValue] = []
    private let limit: Int
    private let isForStaff: Bool

    init(_ terms: SearchTerms, forStaff: Bool, limit: Int = Limits.searchedHits) {
        self.limit = limit
        isForStaff = forStaff
        for (index, word) in terms.words.enumerated() {
            if index > 0 { sql += " INTERSECT " }
            add(word)
        }
        if forStaff, terms.words.count > 1 { addCustomers(with: terms.words) }
        if let number = terms.number {
            if !sql.isEmpty { sql += " UNION " }
            sql += "SELECT key FROM ticket WHERE number = ?"
            values.append(.integer(number))
        }
    }

    private mutating func add(_ word: String) {
        sql += """
            SELECT key FROM (SELECT id >> \(SearchRow.ticketShift) AS key
            FROM (\(Self.documents(forStaff: isForStaff, limit: limit)))
            """
        values.append(.text(Self.prefixQuery(word)))
        if isForStaff {
            sql += """
                 UNION SELECT key FROM (SELECT key FROM ticket WHERE customer IN (
                SELECT customer FROM data.customer_word WHERE word >= ? AND word < ?
                LIMIT \(limit)) LIMIT \(limit))
                """
            values += Self.range(word)
        }
        sql += ")"
    }

    /// All words in one customer's name and address. The rest of an address is too common to be looked up by itself, so the first word leads.
    private mutating func addCustomers(with words: [String]) {
        sql += """
             UNION SELECT key FROM (SELECT key FROM ticket WHERE customer IN (
            SELECT found.customer FROM (SELECT customer FROM data.customer_word
            WHERE word >= ? AND word < ? LIMIT \(limit)) AS found WHERE TRUE
            """
        values += Self.range(words[0])
        for word in words.dropFirst() {
            sql += """
                 AND EXISTS(SELECT 1 FROM data.customer_word AS other
                WHERE other.customer = found.customer AND other.word >= ? AND other.word < ?)
                """
            values += Self.range(word)
        }
        sql += ") LIMIT \(limit))"
    }

    /// The newest rows of the index that match: `id` of each.
    static func documents(forStaff: Bool, limit: Int = Limits.searchedHits) -> String {
        """
        SELECT rowid AS id FROM search WHERE search MATCH ?\(forStaff ? "" : " AND rowid & 1 = 0")
        ORDER BY rowid DESC LIMIT \(limit)
        """
    }

    /// A string in FTS5's syntax has its quotes doubled (sqlite.org/fts5.html, section 3.1); words hold none anyway.
    static func prefixQuery(_ word: String) -> String {
        "\"\(word.replacing("\"", with: "\"\""))\"*"
    }

    /// From the word itself to before the first that does not begin with it.
    private static func range(_ word: String) -> [SQLValue] {
        [.text(word), .text(word + "\u{10FFFF}")]
    }
}

package import Logging

/// What a start finds wrong with the data, in words for whoever runs Beckon.
package enum DataDamage: Hashable, Sendable, CustomStringConvertible {
    /// The last owner did not end cleanly, and what it wrote last is not there.
    case walIsMissing
    case walIsDamaged(frame: Int, transactions: Int, keptAs: String?)
    case linesLost(LostLines)
    /// The line up to which the index was folded is another one in this log.
    case logIsAnother(position: Int64)
    /// Than the last owner left it.
    case logIsShorter(was: Int64, end: Int64)
    /// SQLite's words.
    case file(String)
    case log(LogDamage)
    /// More than were named.
    case more(Int)
    case notExamined(why: String)

    package var level: Logger.Level {
        switch self {
        case .walIsMissing, .logIsAnother, .notExamined: .warning
        // One transaction may have been cut off by a power failure before it was acknowledged.
        case .walIsDamaged(_, let transactions, _): transactions == 1 ? .warning : .error
        case .linesLost, .logIsShorter, .file, .log, .more: .error
        }
    }

    package var description: String {
        switch self {
        case .walIsMissing:
            """
            Beckon did not end cleanly, and beckon.sqlite-wal is not there: unless another program \
            has copied it into beckon.sqlite, what was written last is lost
            """
        case .walIsDamaged(let frame, let transactions, let name):
            """
            beckon.sqlite-wal is damaged at \(frame == 0 ? "its head" : "frame \(frame)"): \
            \(transactions == 0 ? "what" : "\(transactions) transactions or more that") stood after \
            it cannot be read\(name.map { ". The file is kept as \($0)" } ?? "")
            """
        case .linesLost(let lost):
            """
            Lines of the log are lost: it was known up to position \(lost.known) and ends at \
            \(lost.end). Tickets that lost their end: \(lost.words). What else was written since, \
            people and settings, may be lost too. If there is a newer backup, restore it
            """
        case .logIsAnother(let position):
            """
            The log is not the one that lists and search were folded from: its line at position \
            \(position) is another, or missing. They are folded anew
            """
        case .logIsShorter(let was, let end):
            """
            Lines of the log are lost: Beckon left \(was) when it ended, now there are \(end). If \
            there is a newer backup, restore it
            """
        case .file(let words):
            """
            beckon.sqlite is damaged: \(words). What stands there is lost, people and settings maybe \
            among it. Keep a copy of the directory and restore a backup
            """
        case .log(let damage):
            "The log is damaged: \(damage). Its ticket can only be read; all others go on"
        case .more(let count):
            "The data is damaged: \(count) more places. `beckon doctor` names them"
        case .notExamined(let why): "The log could not be looked through: \(why)"
        }
    }
}

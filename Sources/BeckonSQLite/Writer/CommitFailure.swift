/// Why nothing of a batch was stored.
enum CommitFailure {
    case sqlite(SQLiteFailure)
    /// A sync failed earlier; nothing is trusted since (promise G11).
    case syncFailedBefore
    /// The files that are open are not those at their paths.
    case filesAreGone
    /// Too much waits to be folded, and folding fails.
    case foldingFails

    /// For the log.
    var why: String {
        switch self {
        case .sqlite(let failure): failure.description
        case .syncFailedBefore: "a sync has failed, and nothing is trusted since"
        case .filesAreGone: "the data is not where it was opened"
        case .foldingFails:
            "too much waits for lists and search, which cannot be brought up to date"
        }
    }

    /// For metrics.
    var name: String {
        switch self {
        case .sqlite(let failure): failure.name
        case .syncFailedBefore: "sync"
        case .filesAreGone: "files_gone"
        case .foldingFails: "folding"
        }
    }
}

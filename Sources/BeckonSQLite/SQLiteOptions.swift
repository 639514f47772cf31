/// How the embedded store works; the defaults are for a server.
package struct SQLiteOptions: Sendable {
    /// Appends of one transaction.
    package var batchLimit = 1024
    /// Entries wait at most this long to be folded.
    package var foldDelay = Duration.milliseconds(250)
    /// Appends wait at most about this long for a fold.
    package var foldTurn = Duration.milliseconds(4)
    /// Entries folded in one transaction.
    package var foldChunk = 64
    /// Beyond this many unfolded entries folding goes before appending, so that memory stays bounded.
    package var unfoldedLimit = 16_384
    /// Pages (4 KiB) written between checkpoints.
    package var checkpointPages = 1000
    /// Pages beyond which the WAL is begun again.
    package var largeWALPages = 4000
    package var readers = 4

    package init() {}
}

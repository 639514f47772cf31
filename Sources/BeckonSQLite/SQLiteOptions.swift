/// How the embedded store works; the defaults are for a server.
package struct SQLiteOptions: Sendable {
    /// Appends of one transaction.
    package var batchLimit = 1024
    /// Entries wait at most this long to be folded.
    package var foldDelay = Duration.milliseconds(250)
    /// Entries folded in one transaction when the log is folded from the file.
    package var foldChunk = 16_384
    /// With this many unfolded entries appends wait for the fold, so that memory stays bounded.
    package var unfoldedLimit = 16_384
    /// Marks wait at most this long to be saved.
    package var marksDelay = Duration.milliseconds(500)
    /// Pages (4 KiB) written between checkpoints.
    package var checkpointPages = 1000
    /// Pages beyond which the WAL is begun again.
    package var largeWALPages = 4000
    package var readers = 4

    package init() {}
}

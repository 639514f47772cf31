package import BeckonStore

/// How the embedded store works; the defaults are for a server.
package struct SQLiteOptions: Sendable {
    /// Appends of one transaction.
    package var batchLimit = 1024
    /// Entries wait at most this long to be folded.
    package var foldDelay = Duration.milliseconds(250)
    /// Entries folded in one transaction when the log is folded from the file.
    package var foldChunk = 16_384
    /// Of what has gathered, about so much is folded in one transaction: who waits for room, or for the core, waits for no more than that. Weighs like `unfoldedLimit`.
    package var foldSlice = 512
    /// With this many unfolded entries appends wait for the fold, so that memory stays bounded; with half of it the fold waits no longer.
    /// An entry counts once more for each KiB of its line.
    package var unfoldedLimit = 32_768
    /// Marks wait at most this long to be saved.
    package var marksDelay = Duration.milliseconds(500)
    /// Pages (4 KiB) written between checkpoints.
    package var checkpointPages = 1000
    /// Pages beyond which the WAL is begun again.
    package var largeWALPages = 4000
    package var readers = 4
    /// By which leases run out.
    package var leaseTime = SteadyClock.now
    /// Tells of each commit, too, not only of those that fail.
    package var tellsCommits = false
    /// With so much unfolded the fold is due.
    var foldAtWeight: Int { max(1, unfoldedLimit / 2) }

    package init() {}
}

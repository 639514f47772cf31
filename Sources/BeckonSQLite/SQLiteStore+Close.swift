import BeckonStore

extension SQLiteStore {
    /// How long the end waits for somebody else who reads the data (a backup).
    private static let patienceMilliseconds: Int32 = 3_000

    /// All that is stored then stands in `beckon.sqlite`, so that this one file is a whole copy.
    func finishFiles() async {
        // What a failed sync left is for the next start to judge, from what the disk holds.
        if writer.hasFailedSync { return }
        let data = DatabaseFile(path: directory.databasePath)
        switch await data.finished(waiting: Self.patienceMilliseconds) {
        case .whole:
            // What is damaged is looked for again at the next start, and said again.
            let file = writer.isLogFine ? LastEnd.FileStamp(data.path) : nil
            directory.note(.clean(position: writer.lastPosition, file: file))
        case .busy(let pages): tell(.endedWithWAL(pages: pages))
        case .failed(let why): tell(.endedWithoutCheckpoint(why: why))
        }
        _ = await DatabaseFile(path: directory.indexPath).finished(waiting: 0)
        _ = await DatabaseFile(path: directory.historyPath).finished(waiting: 0)
    }
}

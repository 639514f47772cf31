import BeckonStore
import Foundation
import GRDB

/// What is looked at and done before the data is opened: whether it can be ours, how the last owner left it, and its tables.
struct DataStart {
    let directory: DataDirectory
    let tell: StoreListener
    private let found: SchemaVersion.Found
    private let wal: WALState
    private let stamp: LastEnd.FileStamp?
    private let date: Date

    /// Changes nothing.
    init(_ directory: DataDirectory, at date: Date = Date(), tell: @escaping StoreListener) throws {
        self.directory = directory
        self.tell = tell
        self.date = date
        let data = directory.databasePath
        stamp = LastEnd.FileStamp(data)
        found = try SchemaVersion.found(at: data)
        switch found {
        case .newer(let version):
            throw DataFailure.newer(
                path: directory.path, found: version, known: Schema.newest)
        case .foreign: throw DataFailure.foreign(path: directory.path)
        case .none, .older, .current: break
        }
        // Before SQLite begins the log anew: then it tells nothing any more.
        let isClean = if case .clean = directory.lastEnd { true } else { false }
        wal = isClean || found == .none ? .intact : WALState(database: data)
    }

    func prepare(_ options: SQLiteOptions) throws {
        directory.tightenFiles(tell: tell)
        keepDamagedWAL()
        if case .older(let version) = found { try backUp(version) }
        try directory.makeFiles()
        let database = try DatabasePool(path: directory.databasePath)
        try Schema.migrate(database)
        try database.close()
        try WALFile.prepare(
            database: directory.databasePath, bytes: options.largeWALPages * 4096)
    }

    /// What the file must be looked through for; `nil` when it is as the last owner left it. Says at once what can be told at once.
    func examination() throws(SQLiteFailure) -> LogExamination? {
        let connection = try Connection(path: directory.databasePath)
        let end = try connection.integer(LogPosition.endSQL)
        if case .clean(let position, let file) = directory.lastEnd {
            if end < position { tell(.damage(.logIsShorter(was: position, end: end))) }
            if end == position, let file, file == stamp { return nil }
        }
        return found == .none
            ? nil : LogExamination(path: directory.databasePath, end: end, tell: tell)
    }

    private func keepDamagedWAL() {
        switch wal {
        case .missing where directory.lastEnd == .unclean: tell(.damage(.walIsMissing))
        case .damaged(let frame, let transactions):
            let path = directory.databasePath + "-wal"
            let name = "beckon.sqlite-wal.damaged-\(FileDate.text(date))"
            let copy = "\(directory.path)/\(name)"
            try? FileManager.default.copyItem(atPath: path, toPath: copy)
            let kept = OwnFile.tighten(copy) ? name : nil
            tell(.damage(.walIsDamaged(frame: frame, transactions: transactions, keptAs: kept)))
        case .missing, .empty, .intact: break
        }
    }

    private func backUp(_ version: String) throws {
        let name = "beckon-schema-\(version)-\(FileDate.text(date)).sqlite"
        do {
            _ = try Backup(of: directory.path, to: "\(directory.path)/\(name)").run()
        } catch {
            throw DataFailure.notBackedUp(path: directory.path, version: version, why: "\(error)")
        }
        tell(.migrating(from: version, to: Schema.newest, backup: name))
    }
}

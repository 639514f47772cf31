import BeckonStore
import Foundation
import GRDB

extension SQLiteStore {
    /// Opens or makes the database, brings its tables up to date and folds what a crash left unfolded. `tell` hears what the operator should
    /// know, from any thread, as long as the store is open.
    package static func open(
        _ directory: DataDirectory, options: SQLiteOptions = SQLiteOptions(),
        tell: @escaping StoreListener = { _ in }
    ) async throws(DataFailure) -> SQLiteStore {
        do {
            let start = try DataStart(directory, tell: tell)
            try start.prepare(options)
            return try await open(start, options: options)
        } catch {
            throw DataFailure(opening: error, path: directory.path)
        }
    }

    private static func open(
        _ start: DataStart, options: SQLiteOptions
    ) async throws -> SQLiteStore {
        let directory = start.directory
        let (data, index) = (directory.databasePath, directory.indexPath)
        let failedSync = FailedSync()
        let folder = FoldThread(
            tail: Tail(), options: options, failedSync: failedSync,
            condition: StoreCondition(tell: start.tell))
        let number = try await folder.start(data: data, index: index)
        do {
            let examination = try start.examination()
            let writer = LogWriter(
                options: options, index: folder, failedSync: failedSync,
                files: OpenFiles(database: data), examination: examination)
            let pool = try DatabasePool(path: index, configuration: reading(options, data: data))
            let history = HistoryFile(directory.historyPath, log: pool)
            try await writer.start(path: data, index: index)
            directory.note(.unclean)
            return SQLiteStore(
                writer: writer, pool: pool, history: history, directory: directory,
                nextNumber: number, readers: options.readers, tell: start.tell)
        } catch {
            folder.stop()
            throw error
        }
    }

    /// GRDB's own writing connection is not used.
    private static func reading(_ options: SQLiteOptions, data: String) -> Configuration {
        var configuration = Configuration()
        configuration.label = "beckon"
        configuration.foreignKeysEnabled = false
        configuration.maximumReaderCount = options.readers
        configuration.busyMode = .timeout(10)
        configuration.prepareDatabase { db in
            try db.execute(sql: "ATTACH ? AS data", arguments: [data])
            try db.execute(
                sql:
                    "PRAGMA main.cache_size=-16384; PRAGMA data.cache_size=-8192; PRAGMA temp_store=MEMORY"
            )
        }
        return configuration
    }
}

import BeckonSQLite
import BeckonStore
import Foundation

/// The store that outlives processes: in memory, or a real SQLite file that is opened anew after a crash.
final class SimulatedDisk {
    private(set) var store: any TicketStore
    private let executor: StepExecutor
    private let directory: String?

    init(_ backend: SimulationOptions.Backend, executor: StepExecutor) throws {
        self.executor = executor
        switch backend {
        case .memory:
            store = InMemoryStore()
            directory = nil
        case .sqlite:
            let directory = Self.temporaryDirectory()
            self.directory = directory
            store = try executor.run {
                try await SQLiteStore.open(DataDirectory(path: directory))
            }
        }
    }

    /// In memory where the system has such a place: what is tested is not the disk's speed.
    private static func temporaryDirectory() -> String {
        let shared = "/dev/shm"
        let parent =
            FileManager.default.isWritableFile(atPath: shared)
            ? URL(fileURLWithPath: shared) : FileManager.default.temporaryDirectory
        return parent.appendingPathComponent("beckon-simulation-\(UUID().uuidString)").path
    }

    /// What a new process finds.
    func reopen() throws {
        guard let directory else { return }
        let store = store
        self.store = try executor.run {
            await store.close()
            return try await SQLiteStore.open(DataDirectory(path: directory))
        }
    }

    func close() {
        let store = store
        try? executor.run { await store.close() }
        if let directory { try? FileManager.default.removeItem(atPath: directory) }
    }
}

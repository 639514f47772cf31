import BeckonSQLite
import BeckonStore
import Foundation

/// The store that outlives processes: in memory, or a real SQLite file that is opened anew after a crash.
final class SimulatedDisk {
    private(set) var store: any TicketStore & FollowerStore
    private let executor: StepExecutor
    private let directory: String?
    private var options = SQLiteOptions()

    /// `time`: by which leases run out.
    init(
        _ backend: SimulationOptions.Backend, executor: StepExecutor, time: SimulatedTime
    ) throws {
        self.executor = executor
        options.leaseTime = { time.now }
        switch backend {
        case .memory:
            store = InMemoryStore(leaseTime: options.leaseTime)
            directory = nil
        case .sqlite:
            let directory = Self.temporaryDirectory()
            self.directory = directory
            store = try executor.run { [options] in
                try await SQLiteStore.open(DataDirectory(path: directory), options: options)
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
        self.store = try executor.run { [options] in
            await store.close()
            return try await SQLiteStore.open(DataDirectory(path: directory), options: options)
        }
    }

    func close() {
        let store = store
        try? executor.run { await store.close() }
        if let directory { try? FileManager.default.removeItem(atPath: directory) }
    }
}

import BeckonAccounts
import BeckonEngine
import BeckonHTTP
import BeckonModel
import BeckonRealtime
import BeckonSQLite
import BeckonStore
import Logging
import ServiceLifecycle

/// Work that goes on beside requests and ends when Beckon stops. Each runs in the ServiceGroup, in the order of need.
struct BackgroundService: Service {
    let work: @Sendable () async -> Void

    func run() async throws {
        await cancelWhenGracefulShutdown { await work() }
    }
}

/// Runs the engine's tasks; when Beckon stops, those under way are finished.
struct TaskService: Service {
    let tasks: TaskRunner

    func run() async throws {
        await withGracefulShutdownHandler {
            await tasks.run()
        } onGracefulShutdown: {
            tasks.finish()
        }
    }
}

/// Stops after the HTTP server, which does not wait for upgraded channels: they end here, before what they need.
struct SocketService: Service {
    let realtime: Realtime
    let drain: Duration

    func run() async throws {
        try? await gracefulShutdown()
        await realtime.drain(within: drain)
    }
}

/// The first to start and the last to stop: writes down what was accepted, then closes.
struct StoreService: Service {
    let engine: Engine

    func run() async throws {
        try? await gracefulShutdown()
        engine.drain()
        await engine.store.close()
    }
}

/// The last to start and the first to stop: from then on Beckon says that it is not ready.
struct ReadinessService: Service {
    let health: Health

    func run() async throws {
        try? await gracefulShutdown()
        health.enter(.draining)
    }
}

/// A sync that failed is never trusted (promise G11): Beckon tells everybody to come back, and stops.
struct SyncService: Service {
    let failures: AsyncStream<Void>
    let logger: Logger

    func run() async throws {
        for await _ in failures.cancelOnGracefulShutdown() {
            logger.critical(
                "A sync failed: what was written since the last one is not to be trusted. Stopping."
            )
            throw ServerFailure.syncFailed
        }
    }
}

/// Notices within a second that the data was removed, also while nobody writes and nobody asks.
struct StoreWatch: Sendable {
    let store: SQLiteStore

    func run() async {
        while !Task.isCancelled {
            store.look()
            // What failed is tried again, so that the log says when it works.
            if !store.isWriting { try? await store.check() }
            try? await Task.sleep(for: .seconds(1))
        }
    }
}

/// Forgets sessions that have ended.
struct SessionSweep: Sendable {
    private static let pause = Duration.seconds(30)

    let accounts: Accounts
    let logger: Logger

    func run() async {
        while !Task.isCancelled {
            do {
                try await Task.sleep(for: Self.pause)
                _ = try await accounts.sweepSessions()
            } catch is CancellationError {
                return
            } catch {
                logger.warning("Ended sessions are not forgotten", metadata: ["why": "\(error)"])
            }
        }
    }
}

import BeckonAccounts
import BeckonEngine
import BeckonHTTP
import BeckonModel
import BeckonRealtime
import BeckonSQLite
import BeckonTelemetry
import Foundation

/// Brings those metrics up to date that are not counted where something happens but read when somebody asks. Waits for nobody, so that it also answers while
/// the store does not.
struct Observation: Sendable {
    let store: SQLiteStore
    let engine: Engine
    let realtime: Realtime
    let tasks: TaskRunner
    let passwords: Passwords

    func sample() {
        sampleStore()
        samplePeople()
        Self.sampleProcess()
    }

    private func sampleStore() {
        let figures = store.figures
        metrics.isWriting.set(figures.isWriting ? 1 : 0)
        metrics.appendsQueued.set(figures.appendsQueued)
        metrics.logPosition.set(Int(figures.logPosition))
        metrics.foldLag.set(figures.unfolded)
        metrics.foldLagTime.set(figures.unfoldedFor / .seconds(1))
        metrics.activeTickets.set(engine.activeTicketCount)
        metrics.tasksRunning.set(tasks.count)
    }

    private func samplePeople() {
        let figures = realtime.hub.figures
        metrics.sockets.set(figures.customerSockets, "user")
        metrics.sockets.set(figures.staffSockets, "staff")
        metrics.agentsOnline.set(figures.agentsOnline)
        metrics.customersWaiting.set(figures.customersWaiting)
        metrics.connections.set(realtime.connectionCount)
        let load = passwords.load
        metrics.hashing.set(load.running, "running")
        metrics.hashing.set(load.known, "known")
        metrics.hashing.set(load.strangers, "strangers")
    }

    // MARK: The process

    /// That of CHANGELOG.md; a release sets it.
    private static let version = "unreleased"

    /// What never changes.
    static func begin() {
        metrics.startTime.set(ProcessFigures.startTime)
        metrics.build.set(1, LabelValues(version, String(Ticket.rulesVersion)))
    }

    private static func sampleProcess() {
        let figures = ProcessFigures.now()
        metrics.residentMemory.set(figures.residentBytes)
        metrics.openFiles.set(figures.openFiles)
        metrics.maximumFiles.set(figures.maximumFiles)
        metrics.processorTime.set(figures.processorSeconds)
    }
}

/// Looks now and then for what costs a read of the store.
struct SlowObservation: Sendable {
    private static let pause = Duration.seconds(15)

    let store: SQLiteStore

    func run() async {
        while !Task.isCancelled {
            if let count = try? await store.damagedTicketCount() {
                metrics.damagedTickets.set(count)
            }
            do { try await Task.sleep(for: Self.pause) } catch { return }
        }
    }
}

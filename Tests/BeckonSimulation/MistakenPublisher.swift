import BeckonEngine
import BeckonModel
import BeckonStore
import BeckonWire
import Synchronization

/// Stands between the engine and the hub, and loses what its mistake says.
final class MistakenPublisher: EntryPublisher {
    private let inner: any EntryPublisher
    private let mistake: PlantedMistake
    private let count = Mutex(0)

    init(_ inner: any EntryPublisher, _ mistake: PlantedMistake) {
        self.inner = inner
        self.mistake = mistake
    }

    func publish(_ publication: Publication) {
        if !loses(publication) { inner.publish(publication) }
    }

    func publish(_ marks: Marks, of ticket: Ticket) {
        inner.publish(marks, of: ticket)
    }

    private func loses(_ publication: Publication) -> Bool {
        switch mistake {
        case .publicationLost:
            count.withLock { count in
                count += 1
                return count.isMultiple(of: 7)
            }
        case .absenceUntold:
            publication.entries.contains { encoded in
                if case .staffOffline = encoded.entry.body { true } else { false }
            }
        case .skippedDedup, .ackBeforeCommit, .entryLostOnResume, .entryNotFollowed,
            .presenceUnshared, .cursorLost, .actNotNamed, .deadlineMissed:
            false
        }
    }
}

import BeckonSimulation
import Testing

/// A checker that finds nothing proves nothing: each planted mistake breaks the promise that it must break, within a few schedules.
@Suite struct PlantedMistakeTests {
    @Test(arguments: [
        (PlantedMistake.skippedDedup, Promise.once),
        (.ackBeforeCommit, .acked),
        (.entryLostOnResume, .view),
        (.publicationLost, .view),
        (.publicationLost, .join),
        (.absenceUntold, .join),
        (.entryNotFollowed, .view),
        (.presenceUnshared, .presence),
        (.cursorLost, .followed),
        (.actNotNamed, .followed),
        (.deadlineMissed, .deadlines),
    ])
    func isFound(_ mistake: PlantedMistake, breaking promise: Promise) async throws {
        let isFound = try await onOwnThread {
            try (UInt64(0)..<150).contains { seed in
                var options = SimulationOptions(seed: seed)
                options.mistake = mistake
                return try Simulation.run(options).violations.contains { $0.promise == promise }
            }
        }
        #expect(isFound, "\(mistake) breaks no \(promise) in 150 schedules")
    }
}

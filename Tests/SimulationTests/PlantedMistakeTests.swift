import BeckonSimulation
import Testing

/// A checker that finds nothing proves nothing: each planted mistake breaks the promise that it must break, within a few schedules.
@Suite struct PlantedMistakeTests {
    @Test(arguments: [
        (PlantedMistake.skippedDedup, Promise.once),
        (.ackBeforeCommit, .acked),
        (.entryLostOnResume, .rest),
        (.publicationLost, .view),
        (.absenceUntold, .view),
        (.entryNotFollowed, .view),
        (.presenceUnshared, .presence),
    ])
    func isFound(_ mistake: PlantedMistake, breaking promise: Promise) throws {
        for seed in UInt64(0)..<150 {
            var options = SimulationOptions(seed: seed)
            options.mistake = mistake
            let broken = try Simulation.run(options).violations.map(\.promise)
            if broken.contains(promise) { return }
        }
        Issue.record("\(mistake) breaks no \(promise) in 150 schedules")
    }
}

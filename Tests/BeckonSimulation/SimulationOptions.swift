/// What a schedule is made of; two runs with the same options are the same run.
package struct SimulationOptions: Sendable {
    package enum Backend: String, CaseIterable, Sendable {
        case memory, sqlite
    }

    package var seed: UInt64
    package var steps = 160
    package var backend = Backend.memory
    package var mistake: PlantedMistake?
    /// How many share the store; `nil`: one, two or three, by chance.
    package var nodes: Int?

    package init(seed: UInt64) { self.seed = seed }
}

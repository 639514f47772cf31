import ArgumentParser
import BeckonSimulation
import Foundation

/// Runs schedules of the simulation from a seed on; the same seed is the same schedule.
@main
struct BeckonSimulator: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "beckon-simulator",
        abstract: "Runs seeded schedules with faults against the real engine, hub and sockets.")

    @Argument(help: "The first schedule's seed.")
    var seed: UInt64

    @Option(help: "How many schedules, each with the next seed.")
    var schedules = 1

    @Option(help: "Steps of a schedule.")
    var steps = SimulationOptions(seed: 0).steps

    @Option(help: "Where it stores: memory or sqlite.")
    var store = SimulationOptions.Backend.memory

    @Option(help: "How many nodes share the store; without it one, two or three, by chance.")
    var nodes: Int?

    @Option(help: "A mistake to plant, to see it found.")
    var mistake: PlantedMistake?

    @Option(help: "Lines of the history's end that a failure shows.")
    var lines = 400

    @Flag(help: "Shows the whole history, also where nothing failed.")
    var history = false

    func run() throws {
        for offset in 0..<UInt64(schedules) {
            let result = try Simulation.run(options(seed &+ offset))
            if history { show(result.history.lines) }
            if result.violations.isEmpty { continue }
            if !history { show(result.history.lines.suffix(lines)) }
            show(result.violations.map { "BROKEN \($0)" })
            show(["seed \(result.options.seed) breaks its promises"])
            throw ExitCode(1)
        }
        show(["\(schedules) schedules from seed \(seed) on keep every promise"])
    }

    private func options(_ seed: UInt64) -> SimulationOptions {
        var options = SimulationOptions(seed: seed)
        options.steps = steps
        options.backend = store
        options.mistake = mistake
        options.nodes = nodes
        return options
    }

    private func show(_ lines: some Sequence<String>) {
        for line in lines { FileHandle.standardOutput.write(Data("\(line)\n".utf8)) }
    }
}

extension SimulationOptions.Backend: ExpressibleByArgument {}
extension PlantedMistake: ExpressibleByArgument {}

import ArgumentParser
import BeckonServer

struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Put a backup in the place of the data, while no server runs.",
        discussion: """
            The backup is checked before anything is touched. Data that is there already is kept \
            beside it, under a name with the date.
            """)

    @OptionGroup var options: DataOptions

    @Argument(help: "A file that beckon backup made.")
    var source: String

    func run() async throws {
        try DataKeeping(data: try await options.directory(), say: Terminal.say).restore(
            from: source)
    }
}

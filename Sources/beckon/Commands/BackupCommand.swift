import ArgumentParser
import BeckonServer

struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy the data into one file, while a server runs or while none does.",
        discussion: """
            The copy is what was stored at one moment. It is checked, readable for its owner only, \
            and either whole or not there. Put it back with beckon restore.
            """)

    @OptionGroup var options: DataOptions

    @Argument(help: "The file to write; there must be none of this name.")
    var target: String

    func run() async throws {
        let keeping = DataKeeping(data: try await options.directory(), say: Terminal.say)
        if try !keeping.backUp(to: target) { throw ExitCode.failure }
    }
}

/// Which data directory; the same sources as for the server.
struct DataOptions: ParsableArguments {
    @Option(help: "The directory of the data.")
    var data: String?

    @Option(help: "A JSON file with settings.")
    var config: String?

    func directory() async throws -> String {
        var options = try ServerOptions.parse([])
        options.data = data
        options.config = config
        return try await options.settings().data
    }
}

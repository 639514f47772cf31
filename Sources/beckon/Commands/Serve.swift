import ArgumentParser
import BeckonServer

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Run the server.")

    @OptionGroup var options: ServerOptions

    func run() async throws {
        let settings = try await options.settings()
        try await Server(
            settings: settings, mode: .serve, logger: LoggerFactory.make(settings),
            say: Terminal.say
        ).run()
    }
}

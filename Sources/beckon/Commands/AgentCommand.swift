import ArgumentParser
import BeckonHTTP
import BeckonServer
import BeckonWire

struct AgentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agent", abstract: "Look after the agents while no server runs.",
        subcommands: [
            AgentAdd.self, AgentList.self, AgentDisable.self, AgentResetPassword.self,
        ])
}

/// Which data directory; the same sources as for the server.
struct AgentOptions: ParsableArguments {
    @Option(help: "The directory of the data.")
    var data: String?

    @Option(help: "A JSON file with settings.")
    var config: String?

    func use(_ body: (Accounts) async throws -> Void) async throws {
        var options = try ServerOptions.parse([])
        options.data = data
        options.config = config
        let settings = try await options.settings()
        do {
            try await OfflineAccounts.use(data: settings.data, body)
        } catch let failure as Failure {
            throw ValidationError(failure.message)
        }
    }
}

/// A password from the input, or one that is made and shown once.
struct PasswordOption: ParsableArguments {
    @Flag(help: "Read the password from the input instead of making one.")
    var passwordStdin = false

    func password() throws -> String { passwordStdin ? try Terminal.line() : Tokens.make() }

    func show(_ password: String) {
        if !passwordStdin { Terminal.say("password: \(password)") }
    }
}

import ArgumentParser
import BeckonAccounts
import BeckonHTTP
import BeckonModel
import BeckonServer
import BeckonWire

struct AgentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agent", abstract: "Look after the agents while no server runs.",
        subcommands: [
            AgentAdd.self, AgentList.self, AgentDisable.self, AgentResetPassword.self,
            AgentResetTOTP.self, AgentSessions.self,
        ])
}

/// Which data directory; the same sources as for the server.
struct AgentOptions: ParsableArguments {
    @Option(help: "The directory of the data.")
    var data: String?

    @Option(help: "A JSON file with settings.")
    var config: String?

    @Option(
        name: .customLong("public-url"),
        help: "Where people reach the server, for links: https://help.example.")
    var publicURL: String?

    /// `site`: where links lead.
    func use(_ body: (Accounts, _ site: String) async throws -> Void) async throws {
        var options = try ServerOptions.parse([])
        options.data = data
        options.config = config
        options.publicURL = publicURL
        let settings = try await options.settings()
        do {
            let site = settings.publicURL ?? "http://\(settings.host):\(settings.port)"
            try await OfflineAccounts.use(data: settings.data) { accounts in
                try await body(accounts, site)
            }
        } catch let failure as Failure {
            throw ValidationError(failure.message)
        }
    }
}

/// A password from the input, for scripts; people get a link.
struct PasswordOption: ParsableArguments {
    @Flag(help: "Read the password from the input instead of showing a link.")
    var passwordStdin = false

    func password() throws -> String? { passwordStdin ? try Terminal.line() : nil }
}

struct AgentArgument: ParsableArguments {
    @Argument(
        help: "The agent's id, as agent list shows it.",
        transform: { text in
            guard let id = StaffID(text) else { throw ValidationError("\(text) is no agent's id.") }
            return id
        })
    var id: StaffID
}

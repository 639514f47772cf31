import ArgumentParser
import BeckonAccounts
import BeckonHTTP
import BeckonModel
import BeckonStore

struct AgentSessions: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sessions",
        abstract: "List an agent's sessions: id, begun, last seen, address, browser; or end them.")

    @OptionGroup var options: AgentOptions
    @OptionGroup var agent: AgentArgument

    @Option(help: "End the session of this id, or all.")
    var end: String?

    func run() async throws {
        try await options.use { accounts, _ in
            switch end {
            case nil: try await list(accounts)
            case "all":
                let ended = try await accounts.endSessions(of: agent.id)
                Terminal.say("ended \(ended)")
            case let session?:
                try await accounts.endSession(session, of: agent.id)
                Terminal.say("ended \(session)")
            }
        }
    }

    private func list(_ accounts: Accounts) async throws {
        for session in try await accounts.sessions(of: agent.id) {
            Terminal.say(
                [
                    session.id.name, session.createdAt.rfc3339, session.lastSeenAt.rfc3339,
                    session.origin.address ?? "-", session.origin.agent ?? "-",
                ].joined(separator: "\t"))
        }
    }
}

import ArgumentParser
import BeckonAccounts
import BeckonHTTP
import BeckonModel
import BeckonStore

struct AgentAdd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Add an agent; a link is shown with which they choose their password.")

    @OptionGroup var options: AgentOptions
    @OptionGroup var passwordOption: PasswordOption

    @Option(help: "The name that customers see.")
    var name: String

    @Option(help: "The email to sign in with.")
    var email: String

    @Option(help: "agent, supervisor or admin.")
    var role = "agent"

    func run() async throws {
        guard let role = Role(rawValue: role) else {
            throw ValidationError("--role must be agent, supervisor or admin.")
        }
        let password = try passwordOption.password()
        try await options.use { accounts, site in
            let agent = try await accounts.addAgent(
                AgentDraft(name: name, email: email, password: password, role: role))
            Terminal.say("added \(agent.id) (\(agent.role.rawValue))")
            if password == nil {
                Terminal.say(try await accounts.makeLink(for: agent.id), at: site)
            }
        }
    }
}

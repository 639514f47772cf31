import ArgumentParser
import BeckonAccounts
import BeckonHTTP
import BeckonModel
import BeckonStore

struct AgentResetPassword: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reset-password",
        abstract: "Show a link to choose a new password; then all sessions of the agent end.")

    @OptionGroup var options: AgentOptions
    @OptionGroup var passwordOption: PasswordOption
    @OptionGroup var agent: AgentArgument

    func run() async throws {
        let password = try passwordOption.password()
        try await options.use { accounts, site in
            if let password {
                let agent = try await accounts.changeAgent(
                    agent.id, AgentChange(password: password))
                Terminal.say("\(agent.id) has a new password")
            } else {
                Terminal.say(try await accounts.makeLink(for: agent.id), at: site)
            }
        }
    }
}

import ArgumentParser
import BeckonHTTP
import BeckonModel
import BeckonStore

struct AgentResetPassword: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reset-password",
        abstract: "Set a new password; it is made and shown once. All sessions of the agent end.")

    @OptionGroup var options: AgentOptions
    @OptionGroup var passwordOption: PasswordOption

    @Argument(help: "The agent's id, as agent list shows it.")
    var id: String

    func run() async throws {
        guard let staff = StaffID(id) else { throw ValidationError("\(id) is no agent's id.") }
        let password = try passwordOption.password()
        try await options.use { accounts in
            let agent = try await accounts.changeAgent(staff, AgentChange(password: password))
            Terminal.say("\(agent.id) has a new password")
        }
        passwordOption.show(password)
    }
}

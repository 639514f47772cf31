import ArgumentParser
import BeckonHTTP
import BeckonModel
import BeckonStore

struct AgentDisable: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "disable", abstract: "Keep an agent out; their tickets stay.")

    @OptionGroup var options: AgentOptions

    @Argument(help: "The agent's id, as agent list shows it.")
    var id: String

    @Flag(help: "Let the agent in again.")
    var undo = false

    func run() async throws {
        guard let staff = StaffID(id) else { throw ValidationError("\(id) is no agent's id.") }
        try await options.use { accounts in
            let agent = try await accounts.changeAgent(staff, AgentChange(isDisabled: !undo))
            Terminal.say("\(agent.id) is \(agent.isDisabled ? "disabled" : "enabled")")
        }
    }
}

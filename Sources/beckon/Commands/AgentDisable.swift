import ArgumentParser
import BeckonAccounts
import BeckonHTTP
import BeckonModel
import BeckonStore

struct AgentDisable: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "disable", abstract: "Keep an agent out; their tickets stay.")

    @OptionGroup var options: AgentOptions

    @OptionGroup var agent: AgentArgument

    @Flag(help: "Let the agent in again.")
    var undo = false

    func run() async throws {
        try await options.use { accounts, _ in
            let agent = try await accounts.changeAgent(agent.id, AgentChange(isDisabled: !undo))
            Terminal.say("\(agent.id) is \(agent.isDisabled ? "disabled" : "enabled")")
        }
    }
}

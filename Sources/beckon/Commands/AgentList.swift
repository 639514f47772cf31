import ArgumentParser
import BeckonAccounts
import BeckonHTTP
import BeckonModel
import BeckonStore

struct AgentList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the agents: id, role, email, name.")

    @OptionGroup var options: AgentOptions

    func run() async throws {
        try await options.use { accounts, _ in
            let proven = try await accounts.store.staffWithSecondFactor()
            for agent in try await accounts.agents() {
                var state = agent.isDisabled ? " (disabled)" : ""
                if agent.passwordHash == nil { state += " (invited)" }
                if proven.contains(agent.id) { state += " (second factor)" }
                Terminal.say(
                    "\(agent.id)\t\(agent.role.rawValue)\t\(agent.email)\t\(agent.name)\(state)")
            }
        }
    }
}

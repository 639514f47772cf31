import ArgumentParser
import BeckonHTTP
import BeckonModel
import BeckonStore

struct AgentList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the agents: id, role, email, name.")

    @OptionGroup var options: AgentOptions

    func run() async throws {
        try await options.use { accounts in
            for agent in try await accounts.agents() {
                let state = agent.isDisabled ? " (disabled)" : ""
                Terminal.say(
                    "\(agent.id)\t\(agent.role.rawValue)\t\(agent.email)\t\(agent.name)\(state)")
            }
        }
    }
}

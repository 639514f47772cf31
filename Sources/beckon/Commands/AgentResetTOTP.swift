import ArgumentParser
import BeckonAccounts
import BeckonHTTP
import BeckonModel

struct AgentResetTOTP: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reset-totp",
        abstract: "Let an agent who has lost phone and recovery codes sign in without a code.")

    @OptionGroup var options: AgentOptions
    @OptionGroup var agent: AgentArgument

    func run() async throws {
        try await options.use { accounts, _ in
            let wasOn = try await accounts.removeSecondFactor(of: agent.id)
            Terminal.say(
                "\(agent.id) " + (wasOn ? "signs in without a code" : "had no second factor"))
        }
    }
}

import ArgumentParser
import BeckonServer

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Look for what would keep a server from running well.")

    @OptionGroup var options: ServerOptions

    func run() async throws {
        let settings = try await options.settings()
        let findings = await Doctor(settings: settings).examine()
        for finding in findings { Terminal.say("\(finding.verdict.rawValue) \(finding.text)") }
        if findings.contains(where: { $0.verdict == .broken }) { throw ExitCode.failure }
    }
}

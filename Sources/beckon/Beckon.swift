import ArgumentParser

@main
struct Beckon: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "beckon",
        abstract: "A support chat where every question is a ticket.",
        discussion: """
            Every setting can also be given in the environment (BECKON_PORT=8080) or in a JSON file \
            (--config). Flags go before the environment, the environment before the file.
            """,
        subcommands: [
            Serve.self, Demo.self, AgentCommand.self, BackupCommand.self, RestoreCommand.self,
            DoctorCommand.self,
        ])
}

import ArgumentParser
import BeckonClient

/// Talks to a server from a terminal, as a customer or as an agent.
@main
struct BeckonChat: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "beckon-chat",
        abstract: "Talks to a Beckon server from a terminal.",
        discussion: """
            Each line that you type is sent to the ticket at hand; what is typed while the line is down is sent when it is back. \
            /help says what else there is.
            """)

    @Option(help: "The server, without TLS.")
    var url = "http://127.0.0.1:8080"

    @Option(help: "The customer to be. In a demo any id will do.")
    var user: String?

    @Option(help: "The agent to be. In a demo any id will do.")
    var staff: String?

    @Option(help: "The token of a visitor, an account or an agent's session; a demo needs none.")
    var token: String?

    @Flag(help: "Leaves when all that was typed is stored.")
    var once = false

    @Argument(help: "The question to begin with.")
    var question: [String] = []

    func validate() throws {
        guard (user == nil) != (staff == nil) else {
            throw ValidationError("Say who you are: --user ID or --staff ID.")
        }
        guard address != nil else { throw ValidationError("A --url is http://HOST:PORT.") }
        guard staff == nil || question.isEmpty else {
            throw ValidationError("Agents ask no questions.")
        }
    }

    private var side: ChatSide { staff == nil ? .customer : .staff }
    private var id: String { staff ?? user ?? "" }

    private var address: ServerAddress? {
        let credentials =
            token.map { [(name: "Authorization", value: "Bearer \($0)")] }
            ?? [(name: "X-Beckon-Demo", value: "\(side.rawValue):\(id)")]
        return ServerAddress(url, credentials: credentials)
    }

    func run() async throws {
        guard let address else { return }
        var options = ChatSession.Options()
        options.token = token
        let session = ChatSession(side: side, id: id, options: options)
        let screen = Screen()
        let client = ChatClient(session, over: NIOTransport(address)) { screen.show($0, $1) }
        await withDiscardingTaskGroup { group in
            group.addTask { await client.run() }
            var desk = Conversation(client: client, side: side, screen: screen)
            await desk.begin(question.joined(separator: " "))
            await desk.talk()
            if once { await screen.allStored(client) } else { await screen.ended() }
            await client.stop()
        }
        if case .stopped(let reason) = await client.session.line, reason != .unwanted {
            throw ExitCode(1)
        }
    }
}

import ArgumentParser
import BeckonServer

struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run a server to try things on: samples, and no login.",
        discussion: """
            Anybody is who they say they are, so it listens on this machine only. Its data is apart \
            from that of serve: ./demo-data unless --data says otherwise.
            """)

    @OptionGroup var options: ServerOptions

    @Flag(help: "Begin without samples.")
    var empty = false

    @Flag(inversion: .prefixedNo, help: "Count how often somebody sends.")
    var rateLimits: Bool?

    func run() async throws {
        var settings = try await options.settings { $0.rateLimits = rateLimits }
        if settings.data == ServerSettings().data { settings.data = "./demo-data" }
        guard settings.isLoopback else {
            throw ValidationError(
                "demo lets anybody in, so it listens on loopback only: --host 127.0.0.1")
        }
        guard settings.publicURL == nil else {
            throw ValidationError(
                "demo lets anybody in, so it has no public URL: leave out --public-url (public_url, BECKON_PUBLIC_URL)"
            )
        }
        try await Server(
            settings: settings, mode: .demo(withSamples: !empty),
            logger: LoggerFactory.make(settings), say: Terminal.say
        ).run()
    }
}

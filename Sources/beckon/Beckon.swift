import ArgumentParser
import BeckonServer
import Logging

@main
struct Beckon: AsyncParsableCommand {
    @Option var host = "127.0.0.1"
    @Option var port = 8080
    @Option var data = "./data"
    @Argument var mode = "demo"
    @Flag var empty = false
    @Flag var noRateLimits = false
    func run() async throws {
        var settings = ServerSettings()
        settings.host = host
        settings.port = port
        settings.data = data
        settings.rateLimits = !noRateLimits
        settings.webRoot = "web"
        try await Server(settings: settings, mode: mode == "demo" ? .demo(withSamples: !empty) : .serve, logger: Logger(label: "beckon"), say: { print($0) }).run()
    }
}

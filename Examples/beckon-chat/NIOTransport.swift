import BeckonClient
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket

/// The way to the server over SwiftNIO, for systems without a WebSocket of their own.
struct NIOTransport: ChatTransport {
    private static let longestFrame = 8 * 1024 * 1024
    private static let connectTime = TimeAmount.seconds(10)

    let address: ServerAddress
    private var bootstrap: ClientBootstrap {
        ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(Self.connectTime)
    }

    init(_ address: ServerAddress) { self.address = address }

    struct NotUpgraded: Error {}

    func open(_ path: String) async throws -> any ChatLine {
        let head = request(path)
        let upgraded: EventLoopFuture<NIOLine?> = try await bootstrap.connect(
            host: address.host, port: address.port
        ) { channel in
            channel.eventLoop.makeCompletedFuture {
                let upgrader = NIOTypedWebSocketClientUpgrader<NIOLine?>(
                    maxFrameSize: Self.longestFrame
                ) { channel, _ in
                    channel.eventLoop.makeCompletedFuture { try NIOLine(on: channel) }
                }
                let configuration = NIOTypedHTTPClientUpgradeConfiguration(
                    upgradeRequestHead: head, upgraders: [upgrader]
                ) { channel in
                    channel.close().map { nil }
                }
                return try channel.pipeline.syncOperations.configureUpgradableHTTPClientPipeline(
                    configuration: .init(upgradeConfiguration: configuration))
            }
        }
        guard let line = try await upgraded.get() else { throw NotUpgraded() }
        return line
    }

    func get(_ path: String) async throws -> (status: Int, body: [UInt8]) {
        let head = request(path)
        let answered = try await bootstrap.connect(host: address.host, port: address.port) {
            channel in
            channel.eventLoop.makeCompletedFuture {
                let answer = HTTPAnswer(channel.eventLoop.makePromise())
                try channel.pipeline.syncOperations.addHTTPClientHandlers()
                try channel.pipeline.syncOperations.addHandler(answer)
                return (channel, answer.done)
            }
        }
        let (channel, done) = answered
        channel.write(HTTPClientRequestPart.head(head), promise: nil)
        channel.writeAndFlush(HTTPClientRequestPart.end(nil), promise: nil)
        return try await done.get()
    }

    private func request(_ path: String) -> HTTPRequestHead {
        var headers = HTTPHeaders()
        headers.add(name: "Host", value: "\(address.host):\(address.port)")
        for (name, value) in address.credentials { headers.add(name: name, value: value) }
        return HTTPRequestHead(version: .http1_1, method: .GET, uri: path, headers: headers)
    }
}

/// Collects one answer, up to 8 MiB, and ends the connection.
private final class HTTPAnswer: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart

    private static let longest = 8 * 1024 * 1024
    private let promise: EventLoopPromise<(status: Int, body: [UInt8])>
    private var status = 0
    private var body: [UInt8] = []

    struct Incomplete: Error {}

    init(_ promise: EventLoopPromise<(status: Int, body: [UInt8])>) { self.promise = promise }

    var done: EventLoopFuture<(status: Int, body: [UInt8])> { promise.futureResult }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): status = Int(head.status.code)
        case .body(let bytes):
            body.append(contentsOf: bytes.readableBytesView)
            if body.count > Self.longest { context.close(promise: nil) }
        case .end:
            promise.succeed((status, body))
            context.close(promise: nil)
        }
    }

    func channelInactive(context: ChannelHandlerContext) { promise.fail(Incomplete()) }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        promise.fail(error)
        context.close(promise: nil)
    }
}

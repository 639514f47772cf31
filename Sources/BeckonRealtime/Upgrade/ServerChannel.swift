import BeckonModel
package import HummingbirdCore
package import Logging
package import NIOCore
import NIOHTTP1
package import NIOHTTPTypes
import NIOHTTPTypesHTTP1

/// What became of an accepted connection.
package enum ChannelUse: Sendable {
    case socket
    case http(NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>)
}

/// Hummingbird's HTTP/1.1 channel, with sockets upgraded on it. An upgraded channel costs no task: its handlers are all of it.
package struct ServerChannel: HTTPChannelHandler {
    package struct Value: ServerChildChannelValue {
        package let channel: any Channel
        let use: EventLoopFuture<ChannelUse>
    }

    package let responder: HTTPChannelHandler.Responder
    private let realtime: Realtime
    private let idleTimeout: Duration
    /// From the connection to its first whole request head.
    private let headDeadline: TimeAmount

    /// A channel keeps its first buffer for as long as it lives: one that holds a request's head, or a message, is enough for the idle.
    private static let receiving = AdaptiveRecvByteBufferAllocator(
        minimum: 64, initial: 512, maximum: 65536)

    package init(
        responder: @escaping HTTPChannelHandler.Responder, realtime: Realtime,
        idleTimeout: Duration = .seconds(60), headDeadline: TimeAmount = .seconds(10)
    ) {
        self.responder = responder
        self.realtime = realtime
        self.idleTimeout = idleTimeout
        self.headDeadline = headDeadline
    }

    package func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            try channel.syncOptions?.setOption(.recvAllocator, value: Self.receiving)
            let upgrade = NIOTypedHTTPServerUpgradeConfiguration(
                upgraders: [SocketUpgrader(realtime: realtime)],
                notUpgradingCompletionHandler: { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try asHTTP(channel, logger: logger)
                    }
                })
            var configuration = NIOUpgradableHTTPServerPipelineConfiguration(
                upgradeConfiguration: upgrade)
            configuration.enablePipelining = false
            configuration.enableErrorHandling = false
            configuration.enableResponseHeaderValidation = false
            configuration.decoderConfiguration.maxHeaderFieldSize = Limits.headerFieldBytes
            configuration.decoderConfiguration.maxHeaderListSize = Limits.headerListBytes
            configuration.decoderConfiguration.maxHeaderFieldCount = Limits.headerFields
            let use = try channel.pipeline.syncOperations.configureUpgradableHTTPServerPipeline(
                configuration: configuration)
            let upgradeHandler = try channel.pipeline.syncOperations.handler(
                type: NIOTypedHTTPServerUpgradeHandler<ChannelUse>.self)
            let syncOperations = channel.pipeline.syncOperations
            let entry = realtime.enter(channel)
            try syncOperations.addHandler(
                RequestGate(handshake: realtime.handshake, entry: entry),
                position: .before(upgradeHandler))
            // Nearest to the socket: it counts bytes.
            try syncOperations.addHandler(
                WriteDeadline(realtime.settings.writeDeadline), name: WriteDeadline.name,
                position: .first)
            use.whenSuccess { if case .socket = $0 { realtime.connections.leave(entry) } }
            let deadline = channel.eventLoop.scheduleTask(in: headDeadline) {
                channel.close(mode: .all, promise: nil)
            }
            use.whenComplete { _ in deadline.cancel() }
            return Value(channel: channel, use: use)
        }
    }

    private func asHTTP(_ channel: any Channel, logger: Logger) throws -> ChannelUse {
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandler(HTTP1ToHTTPServerCodec(secure: false))
        try pipeline.addHandler(
            HTTPConnectionStateHandler(idleTimeout: idleTimeout, logger: logger))
        return .http(
            try NIOAsyncChannel(
                wrappingChannelSynchronously: channel,
                configuration: .init(isOutboundHalfClosureEnabled: true)))
    }

    package func handle(value: Value, logger: Logger) async {
        do {
            if case .http(let channel) = try await value.use.get() {
                await handleHTTP(asyncChannel: channel, logger: logger)
            }
        } catch {
            logger.debug("a connection ended before its first request")
            value.channel.close(mode: .all, promise: nil)
        }
    }
}

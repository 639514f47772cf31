import BeckonEngine
import BeckonTelemetry
package import NIOCore
import NIOHTTP1
import NIOWebSocket

/// Upgrades `/ws/…` on Hummingbird's own channel. The handshake is NIO's; the pipeline is ours, so that frames which serve many
/// receivers go out as the bytes they are.
struct SocketUpgrader: NIOTypedHTTPServerProtocolUpgrader {
    typealias UpgradeResult = ChannelUse

    let supportedProtocol = "websocket"
    let requiredUpgradeHeaders: [String] = []
    let realtime: Realtime
    private let handshake: NIOTypedWebSocketServerUpgrader<Void>
    /// There is one upgrader for each connection.
    private let request: RequestTrace

    init(realtime: Realtime) {
        self.realtime = realtime
        request = RequestTrace()
        handshake = NIOTypedWebSocketServerUpgrader(
            shouldUpgrade: { channel, head in
                let peer = ClientAddress(channel.remoteAddress)
                let isRefused = realtime.handshake.refusal(of: head, peer: peer) != nil
                return channel.eventLoop.makeSucceededFuture(isRefused ? nil : HTTPHeaders())
            },
            upgradePipelineHandler: { channel, _ in channel.eventLoop.makeSucceededVoidFuture() })
    }

    func buildUpgradeResponse(
        channel: any Channel, upgradeRequest: HTTPRequestHead, initialResponseHeaders: HTTPHeaders
    ) -> EventLoopFuture<HTTPHeaders> {
        handshake.buildUpgradeResponse(
            channel: channel, upgradeRequest: upgradeRequest,
            initialResponseHeaders: initialResponseHeaders
        ).map { [request] headers in
            var headers = headers
            headers.add(name: "X-Request-Id", value: request.requestID)
            return headers
        }
    }

    func upgrade(
        channel: any Channel, upgradeRequest: HTTPRequestHead
    ) -> EventLoopFuture<ChannelUse> {
        channel.eventLoop.makeCompletedFuture {
            guard var target = realtime.handshake.target(of: upgradeRequest) else {
                throw NIOWebSocketUpgradeError.unsupportedWebSocketTarget
            }
            target.address = realtime.settings.address(
                channel.remoteAddress, upgradeRequest.headers["X-Forwarded-For"])
            target.request = request.following(
                traceparent: upgradeRequest.headers["traceparent"],
                tracestate: upgradeRequest.headers["tracestate"])
            try realtime.addSocket(to: channel, target: target)
            // A socket has a deadline of its own.
            channel.pipeline.syncOperations.removeHandler(name: WriteDeadline.name, promise: nil)
            return .socket
        }
    }
}

extension Realtime {
    /// From here on the channel speaks frames, and belongs to whom `target` names as soon as it is known that they are that.
    package func addSocket(to channel: any Channel, target: SocketTarget) throws {
        let connection = makeConnection(on: channel.eventLoop)
        try channel.pipeline.syncOperations.addHandler(
            SocketHandler(target: target, realtime: self, connection: connection))
    }
}

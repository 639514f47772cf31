import NIOCore
import NIOHTTP1

/// Takes the `Upgrade` header from a first request that will not be upgraded, so that it is answered like any other.
///
/// NIO's typed upgrade handler forgets the head of a request that asks for an upgrade which it then refuses; without this, such a
/// request (`Upgrade: h2c`, say, as curl sends it) would get no answer at all.
final class UpgradeFilter: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart

    private let handshake: SocketHandshake

    init(handshake: SocketHandshake) { self.handshake = handshake }

    /// The first thing that arrives is the head; after it this handler has nothing more to do.
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .head(var head) = Self.unwrapInboundIn(data),
            head.headers.contains(name: "Upgrade"), handshake.refusal(of: head) != nil
        {
            head.headers.remove(name: "Upgrade")
            context.fireChannelRead(Self.wrapInboundOut(.head(head)))
        } else {
            context.fireChannelRead(data)
        }
        context.pipeline.syncOperations.removeHandler(context: context, promise: nil)
    }

    /// A head that is none, or too large: nobody else would end the connection before the deadline.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}

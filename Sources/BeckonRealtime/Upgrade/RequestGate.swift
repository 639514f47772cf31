import BeckonTelemetry
package import BeckonWire
package import NIOCore
import NIOHTTP1

/// The first handler that sees each request of a connection. A malformed request is answered with 400 here, after the answers to the requests
/// before it, and the connection ends.
///
/// It also works around a fault of NIO's typed upgrade handler, which forgets the head of a request that asks for an upgrade and does not get
/// it (curl sends `Upgrade: h2c`, for example). So the `Upgrade` header is removed from every request that will not be upgraded, and the
/// request is answered like any other. After an upgrade to a socket this handler removes itself.
final class RequestGate: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private enum Phase {
        case open
        /// The body of the request under way cannot be read; who answers it was told. Nothing is read or written beyond that answer.
        case broken
        /// As soon as the answers under way are out, this one follows.
        case refusing(Failure)
        /// What still comes is thrown away.
        case ending
    }

    private let handshake: SocketHandshake
    private let entry: HTTPConnections.Entry
    private var phase = Phase.open
    /// Heads that were let through and not answered to the end yet.
    private var unanswered = 0
    private var isInBody = false
    /// Only the first request may ask for a socket: after it, nobody is there who would upgrade.
    private var isFirst = true

    init(handshake: SocketHandshake, entry: HTTPConnections.Entry) {
        self.handshake = handshake
        self.entry = entry
    }

    /// The address has too many connections: said at once, so that this one is soon gone.
    func handlerAdded(context: ChannelHandlerContext) {
        if !entry.isAllowed {
            metrics.rateLimited.add(1, "address-connections")
            refuse(.rateLimited(retryAfterMilliseconds: 10_000), context)
        }
    }

    // MARK: Requests

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .open = phase else { return }
        switch Self.unwrapInboundIn(data) {
        case .head(let head): receive(head, context)
        case .body: context.fireChannelRead(data)
        case .end:
            isInBody = false
            context.fireChannelRead(data)
        }
    }

    private func receive(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        if head.isMalformed {
            refuse(.malformed, context)
            return
        }
        var head = head
        head.withoutWhatItsVersionLacks()
        let peer = ClientAddress(context.channel.remoteAddress)
        defer { isFirst = false }
        if isFirst, head.headers.contains(name: "Upgrade"),
            handshake.refusal(of: head, peer: peer) == nil
        {
            // Its body would be read as frames, or as the next request.
            guard !head.hasBody else {
                refuse(.malformed, context)
                return
            }
            context.fireChannelRead(Self.wrapInboundOut(.head(head)))
            context.pipeline.syncOperations.removeHandler(context: context, promise: nil)
            return
        }
        head.headers.remove(name: "Upgrade")
        unanswered += 1
        isInBody = true
        entry.isBusy = true
        context.fireChannelRead(Self.wrapInboundOut(.head(head)))
    }

    /// From the decoder: no head, or one too large, or a body that ends nowhere.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard case .open = phase else { return }
        guard error is HTTPParserError else {
            if unanswered == 0 {
                context.close(promise: nil)
            } else {
                context.fireErrorCaught(error)
            }
            return
        }
        guard isInBody else {
            refuse(.malformed, context)
            return
        }
        if unanswered == 0 {
            end(context)
        } else {
            phase = .broken
            context.fireErrorCaught(error)
        }
    }

    // MARK: Answers

    func write(
        context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?
    ) {
        switch (phase, Self.unwrapOutboundIn(data)) {
        case (.ending, _):
            promise?.fail(ChannelError.outputClosed)
        case (.broken, .head(var head)):
            head.headers.replaceOrAdd(name: "Connection", value: "close")
            context.write(Self.wrapOutboundOut(.head(head)), promise: promise)
        case (_, .end):
            context.write(data, promise: promise)
            answered(context)
        default:
            context.write(data, promise: promise)
        }
    }

    private func answered(_ context: ChannelHandlerContext) {
        unanswered -= 1
        if unanswered > 0 { return }
        entry.isBusy = false
        switch phase {
        case .open, .ending: break
        case .broken:
            context.flush()
            end(context)
        case .refusing(let failure):
            answer(failure, context)
            end(context)
        }
    }

    private func refuse(_ failure: Failure, _ context: ChannelHandlerContext) {
        phase = .refusing(failure)
        guard unanswered == 0 else { return }
        answer(failure, context)
        end(context)
    }

    private func answer(_ failure: Failure, _ context: ChannelHandlerContext) {
        let body = JSONWriter.object { json in
            json.object("error") { json in
                json.field("code", failure.code)
                json.field("message", failure.message)
                failure.writeDetails(into: &json)
            }
        }
        var head = HTTPResponseHead(
            version: .http1_1, status: HTTPResponseStatus(statusCode: failure.status))
        head.headers = [
            "Content-Type": "application/json", "Content-Length": String(body.count),
            "Connection": "close", "X-Content-Type-Options": "nosniff",
        ]
        if case .rateLimited(let milliseconds) = failure {
            head.headers.add(name: "Retry-After", value: String((milliseconds + 999) / 1000))
        }
        context.write(Self.wrapOutboundOut(.head(head)), promise: nil)
        let bytes = context.channel.allocator.buffer(bytes: body)
        context.write(Self.wrapOutboundOut(.body(.byteBuffer(bytes))), promise: nil)
        context.writeAndFlush(Self.wrapOutboundOut(.end(nil)), promise: nil)
    }

    /// Closed whole a second later: at once, what the client is still sending would reset it before the answer is read.
    private func end(_ context: ChannelHandlerContext) {
        phase = .ending
        let channel = context.channel
        context.close(mode: .output, promise: nil)
        context.eventLoop.scheduleTask(in: .seconds(1)) {
            channel.close(mode: .all, promise: nil)
        }
    }
}

extension Failure {
    /// Of a request that cannot be read.
    package static var malformed: Failure { .badRequest("The request is malformed.") }

    package static func tooFast(_ wait: TimeAmount) -> Failure {
        .rateLimited(retryAfterMilliseconds: max(1, Int(wait.nanoseconds / 1_000_000)))
    }
}

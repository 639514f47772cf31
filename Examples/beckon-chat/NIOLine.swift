import BeckonClient
import NIOCore
import NIOWebSocket

/// An open WebSocket. It reads on only when somebody asks for the next text: a slow reader slows the server down, and holds nothing.
struct NIOLine: ChatLine {
    private let channel: any Channel
    private let handler: NIOLoopBound<TextFrames>

    /// On the channel's event loop.
    init(on channel: any Channel) throws {
        let frames = TextFrames(on: channel.eventLoop)
        self.channel = channel
        handler = NIOLoopBound(frames, eventLoop: channel.eventLoop)
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandler(
            NIOWebSocketFrameAggregator(
                minNonFinalFragmentSize: 0, maxAccumulatedFrameCount: 1_024,
                maxAccumulatedFrameSize: 8 * 1024 * 1024))
        try pipeline.addHandler(frames)
        try channel.syncOptions?.setOption(.autoRead, value: false)
    }

    func receive() async throws -> [UInt8] {
        try await channel.eventLoop.flatSubmit { handler.value.next() }.get()
    }

    func send(_ text: [UInt8]) async throws {
        try await channel.writeAndFlush(Self.frame(.text, ByteBuffer(bytes: text))).get()
    }

    func close(code: Int) async {
        try? await channel.eventLoop.flatSubmit { handler.value.close(code: code) }.get()
    }

    /// RFC 6455, section 5.3: what a client sends is masked.
    static func frame(_ opcode: WebSocketOpcode, _ data: ByteBuffer) -> WebSocketFrame {
        WebSocketFrame(fin: true, opcode: opcode, maskKey: .random(), data: data)
    }
}

/// Texts in, pings answered, the close code kept. On its event loop only.
private final class TextFrames: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundOut = WebSocketFrame

    private let eventLoop: any EventLoop
    private var context: ChannelHandlerContext?
    private var texts: CircularBuffer<[UInt8]> = []
    private var waiting: EventLoopPromise<[UInt8]>?
    private var closed: ChatLineClosed?

    init(on eventLoop: any EventLoop) { self.eventLoop = eventLoop }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }
    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func next() -> EventLoopFuture<[UInt8]> {
        if let text = texts.popFirst() { return eventLoop.makeSucceededFuture(text) }
        guard let context, closed == nil else {
            return eventLoop.makeFailedFuture(closed ?? ChatLineClosed(code: 1006))
        }
        let promise = eventLoop.makePromise(of: [UInt8].self)
        waiting = promise
        context.read()
        return promise.futureResult
    }

    func close(code: Int) -> EventLoopFuture<Void> {
        guard let context, closed == nil else { return eventLoop.makeSucceededVoidFuture() }
        end(code: code)
        var data = context.channel.allocator.buffer(capacity: 2)
        data.write(webSocketErrorCode: WebSocketErrorCode(codeNumber: code))
        context.writeAndFlush(wrapOutboundOut(NIOLine.frame(.connectionClose, data)), promise: nil)
        return context.close()
    }

    private func end(code: Int) {
        if closed == nil { closed = ChatLineClosed(code: code) }
        waiting?.fail(closed ?? ChatLineClosed(code: code))
        waiting = nil
    }

    // MARK: The channel

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        switch frame.opcode {
        case .text: take(Array(frame.data.readableBytesView))
        case .ping:
            context.writeAndFlush(wrapOutboundOut(NIOLine.frame(.pong, frame.data)), promise: nil)
        case .connectionClose:
            var data = frame.data
            let code = data.readWebSocketErrorCode().map { Int(UInt16(webSocketErrorCode: $0)) }
            end(code: code ?? 1005)
            context.close(promise: nil)
        default: break
        }
    }

    private func take(_ text: [UInt8]) {
        if let waiting {
            self.waiting = nil
            waiting.succeed(text)
        } else {
            texts.append(text)
        }
    }

    /// What came was no text: somebody still waits for one.
    func channelReadComplete(context: ChannelHandlerContext) {
        if waiting != nil { context.read() }
    }

    func channelInactive(context: ChannelHandlerContext) { end(code: 1006) }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}

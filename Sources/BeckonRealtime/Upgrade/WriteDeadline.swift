import NIOCore

/// Cuts a peer off that takes no byte of what is written for it. Costs a timer only while something waits to be taken.
final class WriteDeadline: ChannelOutboundHandler, RemovableChannelHandler {
    typealias OutboundIn = IOData

    static let name = "write-deadline"

    private let deadline: TimeAmount
    private var written = 0
    private var taken = 0
    private var isWatching = false
    private var isGone = false

    init(_ deadline: TimeAmount) { self.deadline = deadline }

    func handlerRemoved(context: ChannelHandlerContext) { isGone = true }

    func write(
        context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?
    ) {
        written += Self.unwrapOutboundIn(data).readableBytes
        context.write(data, promise: promise)
    }

    func flush(context: ChannelHandlerContext) {
        context.flush()
        if isWatching { return }
        let waiting = waiting(context)
        if waiting > 0 {
            taken = written - waiting
            watch(context)
        }
    }

    private func watch(_ context: ChannelHandlerContext) {
        isWatching = true
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        context.eventLoop.scheduleTask(in: deadline) {
            let (handler, context) = bound.value
            handler.look(context)
        }
    }

    private func look(_ context: ChannelHandlerContext) {
        isWatching = false
        guard !isGone else { return }
        let waiting = waiting(context)
        let now = written - waiting
        if waiting == 0 { return }
        if now == taken {
            context.channel.reset()
        } else {
            taken = now
            watch(context)
        }
    }

    private func waiting(_ context: ChannelHandlerContext) -> Int {
        (try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
    }
}

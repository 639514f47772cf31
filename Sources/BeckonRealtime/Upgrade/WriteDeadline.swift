import NIOCore

/// Cuts a peer off that takes no byte of what is written for it. Costs a timer only while something waits to be taken.
final class WriteDeadline: ChannelOutboundHandler, RemovableChannelHandler {
    typealias OutboundIn = IOData

    static let name = "write-deadline"

    private let deadline: TimeAmount
    private var progress: WriteProgress
    private var isWatching = false
    private var isGone = false

    init(_ deadline: TimeAmount) {
        self.deadline = deadline
        progress = WriteProgress(deadline)
    }

    func handlerRemoved(context: ChannelHandlerContext) { isGone = true }

    func write(
        context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?
    ) {
        progress.wrote(Self.unwrapOutboundIn(data).readableBytes)
        context.write(data, promise: promise)
    }

    func flush(context: ChannelHandlerContext) {
        context.flush()
        if !isWatching { look(context) }
    }

    private func look(_ context: ChannelHandlerContext) {
        isWatching = false
        if isGone { return }
        let waiting = context.channel.waitingBytes
        if progress.isStalled(waiting: waiting, at: context.eventLoop.now) {
            context.channel.reset()
        } else if waiting > 0 {
            isWatching = true
            let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
            context.eventLoop.scheduleTask(in: deadline) {
                let (handler, context) = bound.value
                handler.look(context)
            }
        }
    }
}

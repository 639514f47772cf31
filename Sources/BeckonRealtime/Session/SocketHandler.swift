import BeckonEngine
import BeckonModel
import BeckonStore
import BeckonTelemetry
import BeckonWire
import Logging
import NIOCore

/// The shell around `SocketSession` and `MessageAssembler`: runs their actions on the channel. Lives on one event loop.
final class SocketHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    let connection: SocketConnection
    private let target: SocketTarget
    private let realtime: Realtime
    private var session: SocketSession
    private var assembler = MessageAssembler()
    private var context: ChannelHandlerContext?
    /// Whom the hub knows this connection as.
    private var registered: Identity?
    /// The same for every frame of this connection.
    private var sender: Sender?
    private var isTimedOut = false
    /// Among the sockets of its address.
    private var isCounted = false
    /// As the channel said last.
    private var isWritable = true
    /// Bytes that wait for the reader, counted as owed.
    private var pendingBytes = 0
    /// Who waits for the reader to have taken all of it.
    private var takers: [@Sendable (Bool) -> Void] = []
    /// Answers that wait until the reader has taken what was written before.
    private var backlog = CircularBuffer<ByteBuffer>(initialCapacity: 1)
    /// Something was written since the last flush.
    private var needsFlush = false
    private var progress: WriteProgress
    /// How many frames it may bring; `nil` where nobody is slowed down.
    private let pace: Pace?
    /// Where this connection is counted; of nobody, until it is known whose it is.
    private var dues: Dues

    init(target: SocketTarget, realtime: Realtime, connection: SocketConnection) {
        self.target = target
        self.realtime = realtime
        self.connection = connection
        let now = connection.room.eventLoop.now
        session = SocketSession(settings: realtime.settings, at: now)
        pace = realtime.settings.rate.map { Pace($0) }
        progress = WriteProgress(realtime.settings.writeDeadline)
        dues = realtime.shares.dues(of: nil, at: target.address, now: now)
    }

    /// The event loop's time, which a test may own.
    private var now: NIODeadline { connection.room.eventLoop.now }

    // MARK: Channel events

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        dues.enter()
        connection.handler.value = self
        connection.room.add(self)
        isCounted = realtime.addresses.enter(target.address)
        guard isCounted else {
            metrics.rateLimited.add(1, "address-sockets")
            perform(session.close(.tooMany, at: now))
            return
        }
        if let lookup = target.lookup {
            session.lookupStarted()
            identify(lookup)
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) { gone() }

    func channelInactive(context: ChannelHandlerContext) {
        gone()
        context.fireChannelInactive()
    }

    private func gone() {
        guard context != nil else { return }
        context = nil
        connection.handler.value = nil
        connection.end()
        connection.room.remove(connection.id)
        realtime.ended()
        tellTakers(false)
        settle()
        dues.leave()
        if isCounted { realtime.addresses.leave(target.address) }
        if let identity = registered {
            realtime.disconnected(connection, identity, isTimedOut: isTimedOut)
        }
        registered = nil
        sender = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        session.heard(at: now)
        Self.unwrapInboundIn(data).withUnsafeReadableBytes { bytes in
            var rest = bytes
            while self.context != nil, let output = assembler.next(from: &rest) {
                perform(output)
            }
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        flushOnce()
        if !session.wantsRead {
            _ = context.channel.setOption(.autoRead, value: false)
        }
        context.fireChannelReadComplete()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        isWritable = context.channel.isWritable
        if isWritable {
            writeBacklog()
            settleIfTaken()
            flush()
        }
        context.fireChannelWritabilityChanged()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case is ChannelShouldQuiesceEvent: perform(session.drainRequested(at: now))
        case ChannelEvent.inputClosed: context.close(promise: nil)
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    // MARK: What arrives

    private func perform(_ output: MessageAssembler.Output) {
        if session.phase == .closing {
            // Only the peer's own close is still of interest.
            if case .close = output { context?.close(promise: nil) }
            return
        }
        switch output {
        case .pong: break
        case .message(let message):
            let incoming = message.withUnsafeBufferPointer { IncomingFrame(utf8: $0) }
            metrics.framesReceived.add(1, incoming.typeName)
            let now = now
            let wait =
                pace?.take(at: now)
                ?? dues.takeFrame(
                    isWriting: incoming.isWriting, bytes: message.count, at: now)
            perform(session.messageReceived(incoming, at: now, wait: wait))
        case .ping(let payload): write(WebSocketEncoding.pong(payload))
        case .close(let code):
            write(WebSocketEncoding.close(code))
            flush()
            context?.close(promise: nil)
        case .violation(let code): perform(session.close(code, at: now))
        }
    }

    private func perform(_ action: SocketSession.Action) {
        switch action {
        case .nothing: break
        case .authenticate(let token): identify(.token(token))
        case .dispatch(let incoming): dispatch(incoming)
        case .refuse(let failure, let incoming):
            say(realtime.dispatcher.error(failure, incoming))
            flush()
        case .ping:
            write(WebSocketEncoding.ping())
            flush()
        case .close(let code):
            write(WebSocketEncoding.close(code.rawValue))
            flush()
        case .abandon:
            isTimedOut = true
            context?.channel.reset()
        case .goAway:
            say(realtime.goingAway())
            flush()
            perform(session.wentAway(at: now))
        }
    }

    private func dispatch(_ incoming: IncomingFrame) {
        guard let sender else { return }
        let connection = connection
        connection.markUsed()
        connection.room.beginTurn()
        realtime.dispatcher.dispatch(incoming, from: sender) { connection.reply($0) }
    }

    // MARK: Who it is

    private func identify(_ lookup: SocketTarget.Lookup) {
        guard let context else { return }
        let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
        let target = target
        let eventLoop = context.eventLoop
        let authenticator = realtime.authenticator
        let isStarted = realtime.tasks.run {
            let found: Result<Authenticated?, any Error>
            do {
                found = .success(try await authenticator.identity(lookup, target))
            } catch {
                found = .failure(error)
            }
            eventLoop.execute { bound.value.identified(found, by: lookup) }
        }
        if !isStarted { perform(session.identityRefused(.internalError, at: now)) }
    }

    private func identified(
        _ result: Result<Authenticated?, any Error>, by lookup: SocketTarget.Lookup
    ) {
        guard context != nil, session.phase == .identifying else { return }
        defer { flush() }
        guard case .success(let answer) = result else {
            perform(session.identityRefused(.internalError, at: now))
            return
        }
        guard let found = answer else {
            perform(session.identityRefused(.notAuthenticated, at: now))
            return
        }
        guard found.identity.side == target.side, found.identity.id == target.id else {
            perform(session.identityRefused(.wrongIdentity, at: now))
            return
        }
        switch realtime.connected(
            connection, found, hello: say)
        {
        case .joined: break
        case .outdated:
            identify(lookup)
            return
        case .refused:
            metrics.rateLimited.add(1, "person-sockets")
            perform(session.identityRefused(.tooMany, at: now))
            return
        }
        registered = found.identity
        let former = dues
        dues = realtime.shares.dues(of: found.identity, at: target.address, now: now)
        dues.enter()
        _ = dues.owe(pendingBytes)
        former.settle(pendingBytes)
        former.leave()
        sender = Sender(
            identity: found.identity, connection: connection, dues: dues, request: target.request)
        realtime.logger.debug("Socket signed in", metadata: target.metadata(found.identity))
        for incoming in session.identified(found.identity) { dispatch(incoming) }
    }

    // MARK: What goes out

    /// Nothing follows a close frame (RFC 6455, section 5.5.1). `true` when this is the first since the last flush that wrote anything.
    func receive(_ delivery: LoopRoom.Delivery) -> Bool {
        guard session.phase != .closing else {
            if case .part(_, let then) = delivery { then(false) }
            return false
        }
        let neededFlush = needsFlush
        switch delivery {
        case .frame(let frame): tell(frame)
        case .reply(let frames):
            guard answer(frames) else { return false }
            let wasFull = !session.wantsRead
            perform(session.replied(at: now))
            if wasFull, session.wantsRead {
                _ = context?.channel.setOption(.autoRead, value: true)
            }
        case .part(let frames, let then):
            takers.append(then)
            guard answer(frames) else { return false }
            settleIfTaken()
        case .close(let code): perform(session.close(code, at: now))
        case .drain: perform(session.drainRequested(at: now))
        }
        return needsFlush && !neededFlush
    }

    /// `false` when the reader left too much unread, and is cut off.
    private func answer(_ frames: [ByteBuffer]) -> Bool {
        guard backlog.count < realtime.settings.backlogLimit else {
            cutOff()
            return false
        }
        if frames.isEmpty { return true }
        backlog.append(contentsOf: frames)
        writeBacklog()
        if backlog.isEmpty { return true }
        // What was written of it waits, too, as long as anything does.
        return owe(frames.reduce(0) { $0 + $1.readableBytes })
    }

    /// News never overtakes an answer that still waits to be read: it may say that what the answer says is over.
    private func tell(_ frame: ByteBuffer) {
        if backlog.isEmpty {
            write(frame)
            return
        }
        if owe(frame.readableBytes) { backlog.append(frame) }
    }

    /// So many bytes more wait for the reader. `false` when that is too much, of this connection, its person or its address.
    private func owe(_ bytes: Int) -> Bool {
        pendingBytes += bytes
        let isFine = dues.owe(bytes)
        if isFine, pendingBytes <= realtime.settings.pendingBytesLimit { return true }
        cutOff()
        return false
    }

    private func settle() {
        dues.settle(pendingBytes)
        pendingBytes = 0
    }

    private func settleIfTaken() {
        guard isWritable, backlog.isEmpty else { return }
        if pendingBytes > 0 { settle() }
        tellTakers(true)
    }

    private func tellTakers(_ isTaken: Bool) {
        if takers.isEmpty { return }
        let telling = takers
        takers = []
        for taker in telling { taker(isTaken) }
    }

    /// A long answer goes out as fast as it is read, not all at once into memory that the kernel does not take.
    private func writeBacklog() {
        guard let context else { return }
        while !backlog.isEmpty, isWritable, let frame = backlog.popFirst() {
            put(frame, context)
        }
    }

    /// Writes without flushing. A reader who leaves too much unread is cut off; the log has it all when they come back.
    private func write(_ frame: ByteBuffer) {
        guard let context else { return }
        if isWritable || owe(frame.readableBytes) { put(frame, context) }
    }

    private func say(_ frame: [UInt8]) {
        metrics.framesSent.add(1, typeOf: frame)
        write(WebSocketEncoding.text(frame))
    }

    private func put(_ frame: ByteBuffer, _ context: ChannelHandlerContext) {
        needsFlush = true
        progress.wrote(frame.readableBytes)
        context.write(Self.wrapOutboundOut(frame), promise: nil)
    }

    private func cutOff() {
        guard let context else { return }
        context.write(
            Self.wrapOutboundOut(WebSocketEncoding.close(CloseCode.slowReader.rawValue)),
            promise: nil)
        context.close(promise: nil)
    }

    private func flush() {
        needsFlush = false
        context?.flush()
    }

    func flushOnce() { if needsFlush { flush() } }

    func tick(_ now: NIODeadline) {
        if let channel = context?.channel,
            progress.isStalled(waiting: channel.waitingBytes, at: now)
        {
            perform(.abandon)
        } else {
            perform(session.tick(at: now))
        }
    }
}

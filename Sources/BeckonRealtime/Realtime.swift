package import BeckonEngine
package import BeckonModel
package import BeckonStore
package import BeckonWire
package import Logging
package import NIOCore
import Synchronization

/// Everything about sockets in one place: makes connections, knows presence, hands frames to the dispatcher.
package final class Realtime: Sendable {
    package let engine: Engine
    package let hub: Hub
    package let board: PresenceBoard
    package let dispatcher: FrameDispatcher
    let tasks: TaskRunner
    let settings: SocketSettings
    let addresses: SocketsPerAddress
    let connections: HTTPConnections
    package let shares: Shares
    let authenticator: any SocketAuthenticator
    package let handshake: SocketHandshake
    /// `nil` where this is the only node.
    let cluster: Cluster?
    private let rooms: [ObjectIdentifier: LoopRoom]
    private let nextConnection = Atomic<UInt64>(1)
    private let openSockets = Atomic<Int>(0)
    let isRechecking = Atomic<Bool>(false)
    let logger: Logger
    private let userGrace: TimeAmount
    /// Whose time presence goes by.
    private let eventLoop: any EventLoop

    package init(
        engine: Engine, hub: Hub, tasks: TaskRunner, authenticator: any SocketAuthenticator,
        origins: OriginPolicy, settings: SocketSettings, presenceGrace: TimeAmount,
        eventLoopGroup: any EventLoopGroup, logger: Logger, cluster: Cluster? = nil,
        checkNewTicket: @escaping @Sendable (UserID) -> Failure? = { _ in nil }
    ) {
        self.engine = engine
        self.hub = hub
        self.tasks = tasks
        self.authenticator = authenticator
        handshake = SocketHandshake(origins: origins, isDemo: settings.isDemo)
        self.settings = settings
        addresses = SocketsPerAddress(limit: settings.connectionsPerAddress)
        shares = Shares(isRateLimited: settings.rate != nil)
        connections = HTTPConnections(
            perAddress: settings.httpConnectionsPerAddress, total: settings.totalConnections)
        self.logger = logger
        self.cluster = cluster
        userGrace = presenceGrace
        var rooms: [ObjectIdentifier: LoopRoom] = [:]
        for eventLoop in eventLoopGroup.makeIterator() {
            rooms[ObjectIdentifier(eventLoop)] = LoopRoom(
                eventLoop: eventLoop, store: engine.store)
        }
        self.rooms = rooms
        let eventLoop = eventLoopGroup.next()
        self.eventLoop = eventLoop
        board = PresenceBoard(
            grace: presenceGrace, eventLoop: eventLoop,
            tellEngine: { staff, online in engine.setPresence(of: staff, online: online) },
            announce: { staff, online in
                hub.setOnline(staff.id, online)
                hub.send(ServerFrame.statusUpdated(online: online), toStaff: staff.id)
                hub.sendToWatchers(ServerFrame.staff(staff, online: online))
            })
        dispatcher = FrameDispatcher(
            engine: engine, hub: hub, board: board, tasks: tasks, checkNewTicket: checkNewTicket)
    }

    var now: NIODeadline { eventLoop.now }

    /// Those that speak HTTP.
    package var connectionCount: Int { connections.count }

    /// An accepted connection, before its first request.
    func enter(_ channel: any Channel) -> HTTPConnections.Entry {
        let entry = connections.enter(
            channel, address: settings.address(channel.remoteAddress, []))
        channel.closeFuture.whenComplete { _ in self.connections.leave(entry) }
        return entry
    }

    func makeConnection(on eventLoop: any EventLoop) -> SocketConnection {
        guard let room = rooms[ObjectIdentifier(eventLoop)] else {
            preconditionFailure("a channel came from another event loop group")
        }
        let (id, _) = nextConnection.add(1, ordering: .relaxed)
        openSockets.add(1, ordering: .relaxed)
        return SocketConnection(id: ConnectionID(rawValue: id), room: room)
    }

    // MARK: Coming and going

    /// Refused when this person has too many connections. `hello` goes out before anything that the connection follows.
    func connected(
        _ connection: SocketConnection, _ found: Authenticated, hello: ([UInt8]) -> Void
    ) -> Hub.Arrival {
        let identity = found.identity
        // Deliveries reach the connection on this very event loop, so none can overtake this.
        let arrival = hub.add(
            connection, found, limit: settings.connectionsPerPerson,
            hasEnded: authenticator.hasEnded)
        guard case .joined(let isFirst) = arrival else { return arrival }
        var online: Bool?
        var staffOnline: Bool?
        // Asked only now: of a later change this connection hears.
        switch identity {
        case .staff(let staff, _): online = board.isOnline(staff.id)
        case .customer: staffOnline = hub.isStaffOnline
        case .api: break
        }
        hello(
            ServerFrame.hello(
                side: identity.side, id: identity.id, name: identity.name, online: online,
                staffOnline: staffOnline, at: engine.clock.now(), isDemo: settings.isDemo))
        switch identity {
        case .staff(let staff, _):
            board.connected(staff)
            hub.tellOwnDocuments(of: staff.id, to: connection)
        case .customer(let customer) where isFirst:
            hub.send(
                ServerFrame.userPresence(customer.id, online: true), to: hub.watchersOfAll())
        case .customer, .api: break
        }
        return arrival
    }

    func disconnected(_ connection: SocketConnection, _ identity: Identity, isTimedOut: Bool) {
        for ticket in hub.remove(connection) { hub.announceViewers(of: ticket) }
        switch identity {
        case .staff(let staff, _): board.disconnected(staff, isTimedOut: isTimedOut)
        case .customer(let customer):
            // A page that is being reloaded is no absence.
            connection.room.eventLoop.scheduleTask(in: userGrace) { [hub] in
                if !hub.isConnected(customer.id) {
                    hub.send(
                        ServerFrame.userPresence(customer.id, online: false),
                        to: hub.watchersOfAll())
                }
            }
        case .api: break
        }
    }

    func goingAway() -> [UInt8] {
        ServerFrame.goingAway(reconnectAfterMilliseconds: Int.random(in: 200...2_000))
    }

    // MARK: Running

    /// After a start: who waits, and whose return is awaited.
    package func restore(
        reference: @Sendable (StaffID) async throws(StoreError) -> StaffReference?
    ) async throws(StoreError) {
        try await joinCluster()
        try await engine.loadLiveChats()
        for staff in engine.staffWithLiveChats() {
            board.expect(
                try await reference(staff) ?? StaffReference(id: staff, name: staff.rawValue))
        }
        var query = TicketQuery()
        query.chats = [.waiting]
        query.order = .waiting
        query.limit = Limits.listRows
        while true {
            let page = try await engine.store.tickets(query)
            for record in page.records { hub.enqueue(record.ticket) }
            guard let next = page.next else { return }
            query.cursor = next
        }
    }

    /// The feeds and the sweep, and reading along where other nodes are; ends when cancelled.
    package func run() async {
        async let following: Void = followOnRings()
        await runFeeds()
        await following
    }

    private func runFeeds() async {
        var round = 0
        while !Task.isCancelled {
            do { try await Task.sleep(for: .milliseconds(250)) } catch { return }
            round += 1
            await feed(round: round)
        }
    }

    /// What is told or looked after in a round of its own, four of them a second.
    package func feed(round: Int) async {
        await stayInCluster(round: round)
        await hub.showTickets { [engine] in try? await engine.record(of: $0) }
        if round.isMultiple(of: 2) { hub.tellPlaces(at: engine.clock.now()) }
        if round.isMultiple(of: 4) {
            for room in rooms.values { room.sweep(at: room.eventLoop.now) }
            connections.sweep(sockets: openSockets.load(ordering: .relaxed), at: now)
            engine.pauseAbandonedChats()
            recheckSessions(round: round / 4)
            await tellCounts()
        }
    }

    private func tellCounts() async {
        for (staff, connections) in hub.takeDirtyCounts().sorted(by: {
            $0.key.rawValue < $1.key.rawValue
        }) {
            do throws(StoreError) {
                let counts = try await engine.store.counts(
                    for: staff, in: engine.settings.scope(of: staff))
                hub.send(ServerFrame.counts(counts), to: connections)
            } catch {
                hub.countsAreUntold()
                logger.warning("counts cannot be read", metadata: ["why": "\(error)"])
            }
        }
    }

    /// A connection's channel is gone.
    func ended() { openSockets.subtract(1, ordering: .relaxed) }

    /// Beckon stops: every socket is told to come back later. Returns when all are gone, or the time is over.
    package func drain(within time: Duration) async {
        hub.drain()
        let deadline = ContinuousClock.now + time
        while openSockets.load(ordering: .relaxed) > 0, ContinuousClock.now < deadline {
            do { try await Task.sleep(for: .milliseconds(20)) } catch { return }
        }
    }
}

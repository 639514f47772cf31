import BeckonModel
import BeckonStore
import BeckonWire
import NIOCore
import StoreTesting

/// One schedule: pages and nodes that share a store, a random order of everything that may happen, faults among it, and at the end peace.
///
/// Everything that is left to chance comes from one seed; all of it runs on the calling thread.
package final class Simulation {
    let options: SimulationOptions
    let history = History()
    let executor = StepExecutor()
    let disk: SimulatedDisk
    /// That nobody sets.
    let time = SimulatedTime()
    var random: SeededRandom
    /// `nil` while it is down.
    private(set) var nodes: [SimulatedNode?]
    /// A node's own, and it may be wrong.
    let clocks: [ManualClock]
    let bus: SimulatedBus
    private let presence: InMemoryPresence
    let pages: [SimulatedPage]
    private var starts = 0

    package init(_ options: SimulationOptions) throws {
        self.options = options
        random = SeededRandom(seed: options.seed)
        disk = try SimulatedDisk(options.backend, executor: executor, time: time)
        let chance = Int(random.next(upTo: 3)) + 1
        let count = options.nodes ?? chance
        nodes = Array(repeating: nil, count: count)
        clocks = (0..<count).map { _ in ManualClock() }
        bus = SimulatedBus(nodes: count)
        let time = time
        presence = InMemoryPresence { time.now }
        let names = ["mia", "mia", "tom", "dana", "dana", "sam", "kim"]
        var pages: [SimulatedPage] = []
        for (index, name) in names.enumerated() {
            let side: Side = index < 3 ? .user : .staff
            guard let identity = People.identity(side: side, id: name) else { continue }
            let tab = names[..<index].contains(name) ? "b" : "a"
            pages.append(
                SimulatedPage(
                    name: "\(name)-\(tab)", identity: identity, seed: random.next(),
                    history: history))
        }
        self.pages = pages
        for index in nodes.indices { try startNode(index) }
        for page in pages { try connect(page) }
    }

    var running: [SimulatedNode] { nodes.compactMap { $0 } }

    func connect(_ page: SimulatedPage) throws {
        if let node = random.element(of: running) { try page.connect(to: node) }
    }

    /// Runs the schedule to its end; returns what is not as promised.
    package static func run(_ options: SimulationOptions) throws -> SimulationResult {
        let simulation = try Simulation(options)
        defer { simulation.end() }
        for _ in 0..<options.steps { try simulation.step() }
        let rests = try simulation.heal()
        var violations = try simulation.check()
        if !rests { violations.insert(Violation(.rest, "it never comes to rest"), at: 0) }
        return SimulationResult(
            options: options, history: simulation.history, violations: violations)
    }

    /// Every process and the store.
    func end() {
        for node in running { node.die() }
        disk.close()
    }

    // MARK: Nodes

    func startNode(_ index: Int) throws {
        let (seed, mistake) = (random.next(), options.mistake)
        let ids = TicketIDs(seed: seed)
        starts += 1
        let store = SteppedStore(
            disk.store, presence: presence, executor: executor, mistake: mistake)
        let node = SimulatedNode(
            name: nodes.count == 1 ? "node" : "node \(index + 1).\(starts)", store: store,
            busLine: nodes.count == 1 ? nil : SimulatedBusLine(bus, index: index),
            clock: clocks[index], time: time, executor: executor, mistake: mistake,
            makeTicketID: { ids.make(at: $0) })
        try node.start()
        nodes[index] = node
    }

    func killNode(_ index: Int) {
        guard let node = nodes[index] else { return }
        nodes[index] = nil
        node.store.die()
        // What it had not written yet to its lines is gone with it.
        for page in pages where page.line?.node === node { page.line?.endAtNode() }
        node.die()
    }

    func deliverRing(_ index: Int) {
        let delivery = bus.take(index)
        nodes[delivery.to]?.hear(delivery.ring)
    }

    // MARK: Steps

    /// Takes over what the node has written to its lines.
    func collect() {
        for page in pages { page.line?.collect() }
    }

    func pass(_ milliseconds: Int) {
        history.milliseconds += milliseconds
        time.advance(by: .milliseconds(milliseconds))
        for clock in clocks { clock.advance(by: .milliseconds(milliseconds)) }
        for node in running { node.pass(.milliseconds(Int64(milliseconds))) }
        for page in pages { page.tick() }
    }

    /// Delivers, commits and reads until nothing is left to do at this moment; `false` when that has no end.
    func settle() throws -> Bool {
        for _ in 0..<1_000 {
            collect()
            var isBusy = false
            for page in pages {
                if page.mayConnect {
                    try connect(page)
                    isBusy = true
                }
                if let line = page.line, !line.upward.isEmpty {
                    line.deliverUpward(line.upward.count)
                    isBusy = true
                }
                page.line?.collect()
                if let line = page.line, !line.downward.isEmpty {
                    for frame in line.takeDownward(line.downward.count) { page.receive(frame) }
                    isBusy = true
                }
            }
            while !bus.underWay.isEmpty {
                deliverRing(0)
                isBusy = true
            }
            for node in running where settle(node) { isBusy = true }
            if !isBusy { return true }
        }
        return false
    }

    /// `false` when there was nothing to do.
    private func settle(_ node: SimulatedNode) -> Bool {
        var isBusy = false
        if node.store.heldAppends > 0 {
            node.store.settle(node.store.heldAppends, .committed)
            isBusy = true
        }
        while node.store.heldReads > 0 {
            node.store.grantRead(0)
            isBusy = true
        }
        node.settle()
        return isBusy
    }

    /// No more faults: what was broken comes back, and everything has time to find its way.
    func heal() throws -> Bool {
        history.note("-", .fault("ends; everything heals"))
        for index in nodes.indices where nodes[index] == nil { try startNode(index) }
        for index in nodes.indices {
            nodes[index]?.store.isCutOff = false
            bus.setCutOff(index, false)
        }
        for page in pages { page.line?.setReading(true) }
        for _ in 0..<Self.healingSeconds {
            guard try settle() else { return false }
            pass(1_000)
        }
        return try settle()
    }

    /// Longer than a ping, its deadline, the grace and the longest wait before a page connects again, one after the other.
    private static let healingSeconds = 50
}

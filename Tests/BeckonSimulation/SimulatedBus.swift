import BeckonStore

/// The doorbell between simulated nodes: what was rung is under way until the simulation delivers it, in any order, or loses it.
final class SimulatedBus {
    struct Delivery {
        let from: Int
        let to: Int
        let ring: Ring
    }

    private(set) var underWay: [Delivery] = []
    /// Nodes that hear nobody, and whom nobody hears.
    private(set) var cutOff: Set<Int> = []
    private let nodes: Int
    /// Beyond these the oldest are lost.
    private static let limit = 200

    init(nodes: Int) { self.nodes = nodes }

    func ring(_ ring: Ring, from: Int) {
        for to in 0..<nodes where to != from && !cutOff.contains(from) && !cutOff.contains(to) {
            underWay.append(Delivery(from: from, to: to, ring: ring))
        }
        if underWay.count > Self.limit { underWay.removeFirst(underWay.count - Self.limit) }
    }

    func take(_ index: Int) -> Delivery { underWay.remove(at: index) }

    func ringAgain(_ index: Int) { underWay.append(underWay[index]) }

    func setCutOff(_ node: Int, _ isCutOff: Bool) {
        if isCutOff { cutOff.insert(node) } else { cutOff.remove(node) }
        underWay.removeAll { isCutOff && ($0.from == node || $0.to == node) }
    }
}

/// A node's end of it. Touched by the simulation's thread only, as all of a node (`StepExecutor`).
final class SimulatedBusLine: Bus, @unchecked Sendable {
    private let bus: SimulatedBus
    private let index: Int
    private var listener: (@Sendable (Ring) -> Void)?

    init(_ bus: SimulatedBus, index: Int) {
        self.bus = bus
        self.index = index
    }

    func ring(_ ring: Ring) { bus.ring(ring, from: index) }

    func listen(_ listener: @escaping @Sendable (Ring) -> Void) { self.listener = listener }

    func hear(_ ring: Ring) { listener?(ring) }
}

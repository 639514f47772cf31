import BeckonModel
import BeckonStore
import BeckonWire

extension Simulation {
    /// One thing that may happen happens.
    func step() throws {
        collect()
        switch random.next(upTo: 1000) {
        case ..<230: deliverUpward()
        case ..<480: deliverDownward()
        case ..<600: commit()
        case ..<700: read()
        case ..<740: ring()
        case ..<790: pass(Int(random.next(upTo: 3_000)) + 1)
        case ..<900: act()
        case ..<940: try connect()
        default: try fault()
        }
    }

    func connect() throws {
        let waiting = pages.filter(\.mayConnect)
        guard let page = random.element(of: waiting) else {
            return pass(Int(random.next(upTo: 500)) + 1)
        }
        try connect(page)
    }

    private func deliverUpward() {
        let lines = pages.compactMap(\.line).filter { !$0.upward.isEmpty }
        guard let line = random.element(of: lines) else { return commit() }
        line.deliverUpward(Int(random.next(upTo: UInt64(line.upward.count))) + 1)
    }

    private func deliverDownward() {
        let busy = pages.filter { page in
            page.line.map { !$0.downward.isEmpty && $0.isReading } ?? false
        }
        guard let page = random.element(of: busy), let line = page.line else {
            return deliverUpward()
        }
        let count = Int(random.next(upTo: UInt64(line.downward.count))) + 1
        for frame in line.takeDownward(count) { page.receive(frame) }
    }

    private func commit() {
        guard let node = random.element(of: running.filter { $0.store.heldAppends > 0 }) else {
            return read()
        }
        node.store.settle(Int(random.next(upTo: UInt64(node.store.heldAppends))) + 1, .committed)
        node.settle()
    }

    private func read() {
        guard let node = random.element(of: running.filter { $0.store.heldReads > 0 }) else {
            return act()
        }
        node.store.grantRead(Int(random.next(upTo: UInt64(node.store.heldReads))))
        node.settle()
    }

    private func ring() {
        if bus.underWay.isEmpty { return commit() }
        deliverRing(Int(random.next(upTo: UInt64(bus.underWay.count))))
    }

    // MARK: Faults

    private func fault() throws {
        switch random.next(upTo: 100) {
        case ..<22: cut(isNoticed: true)
        case ..<32: cut(isNoticed: false)
        case ..<42: endAtNode()
        case ..<50: random.element(of: pages)?.reload()
        case ..<62: turnSlow()
        case ..<72: failAppends()
        case ..<82: try crash()
        case ..<87: jumpClock()
        case ..<92: random.element(of: pages)?.repeatInFlight()
        case ..<95: disturbBus()
        case ..<97: cutOff("the bus") { bus.setCutOff($0, !bus.cutOff.contains($0)) }
        default: cutOff("the store") { nodes[$0]?.store.isCutOff.toggle() }
        }
    }

    /// A ring is lost, or comes twice.
    private func disturbBus() {
        guard !bus.underWay.isEmpty else { return }
        let index = Int(random.next(upTo: UInt64(bus.underWay.count)))
        if random.next(upTo: 2) == 0 { _ = bus.take(index) } else { bus.ringAgain(index) }
    }

    /// A node does not reach others any more, or reaches them again.
    private func cutOff(_ what: String, _ change: (Int) -> Void) {
        let index = Int(random.next(upTo: UInt64(nodes.count)))
        history.note(nodes[index]?.name ?? "-", .fault("its way to \(what) is cut, or mended"))
        change(index)
    }

    private func cut(isNoticed: Bool) {
        guard let page = random.element(of: pages.filter { $0.line != nil }) else { return }
        history.note(page.name, .fault(isNoticed ? "cut" : "cut, unnoticed by the node"))
        page.cut(isNoticed: isNoticed)
    }

    private func endAtNode() {
        guard let page = random.element(of: pages.filter { $0.line != nil }) else { return }
        history.note(page.name, .fault("the node's side ends"))
        page.line?.endAtNode()
    }

    private func turnSlow() {
        guard let page = random.element(of: pages.filter { $0.line != nil }),
            let line = page.line
        else { return }
        history.note(page.name, .fault(line.isReading ? "stops reading" : "reads again"))
        line.setReading(!line.isReading)
    }

    private func failAppends() {
        guard let node = random.element(of: running.filter { $0.store.heldAppends > 0 }) else {
            return
        }
        let count = Int(random.next(upTo: UInt64(node.store.heldAppends))) + 1
        history.note(node.name, .fault("\(count) appends fail"))
        node.store.settle(count, .failed)
        node.settle()
    }

    /// What was not committed is gone; what was is there, also when nobody has heard of it. It starts again at once, later, or when all heals.
    private func crash() throws {
        let index = Int(random.next(upTo: UInt64(nodes.count)))
        guard let node = nodes[index] else { return try startNode(index) }
        let unheard = Int(random.next(upTo: UInt64(node.store.heldAppends + 1)))
        history.note(node.name, .fault("is killed; \(unheard) commits unheard"))
        node.store.settle(unheard, .committedUnheard)
        killNode(index)
        if running.isEmpty { try disk.reopen() }
        if random.next(upTo: 2) == 0 { pass(Int(random.next(upTo: 8_000))) }
        if running.isEmpty || random.next(upTo: 2) == 0 { try startNode(index) }
    }

    private func jumpClock() {
        let seconds = Int(random.next(upTo: 400_000)) - 200_000
        let index = Int(random.next(upTo: UInt64(nodes.count)))
        history.note(nodes[index]?.name ?? "-", .fault("its clock jumps by \(seconds) s"))
        clocks[index].advance(by: .seconds(seconds))
    }
}

extension RandomNumberGenerator {
    /// An element by chance; `nil` of none.
    mutating func element<Element>(of all: [Element]) -> Element? {
        all.isEmpty ? nil : all[Int(next(upperBound: UInt64(all.count)))]
    }

    mutating func next(upTo bound: UInt64) -> UInt64 { next(upperBound: bound) }
}

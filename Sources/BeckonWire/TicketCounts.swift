package import BeckonModel

/// How many tickets the desk's lists hold, for one agent.
package struct TicketCounts: Hashable, Sendable {
    private var numbers = [Int](repeating: 0, count: TicketList.allCases.count)

    package init() {}

    package static let schema = Schema.named(
        "TicketCounts",
        .object(TicketList.allCases.map { .required($0.rawValue, .number) }))

    package subscript(list: TicketList) -> Int {
        get { numbers[list.index] }
        set { numbers[list.index] = newValue }
    }

    package func write(into json: inout JSONWriter) {
        json.field("waiting", self[.waiting])
        json.field("mine", self[.mine])
        json.field("pending", self[.pending])
        json.field("resolved", self[.resolved])
        json.field("closed", self[.closed])
        json.field("all", self[.all])
    }
}

extension TicketList {
    fileprivate var index: Int {
        switch self {
        case .waiting: 0
        case .mine: 1
        case .pending: 2
        case .resolved: 3
        case .closed: 4
        case .all: 5
        }
    }
}

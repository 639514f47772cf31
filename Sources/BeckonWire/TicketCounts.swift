/// How many tickets the desk's lists hold, for one agent.
package struct TicketCounts: Hashable, Sendable {
    package var waiting = 0
    package var mine = 0
    package var pending = 0
    package var resolved = 0
    /// All that are not closed.
    package var all = 0

    package init() {}

    package func write(into json: inout JSONWriter) {
        json.field("waiting", waiting)
        json.field("mine", mine)
        json.field("pending", pending)
        json.field("resolved", resolved)
        json.field("all", all)
    }
}

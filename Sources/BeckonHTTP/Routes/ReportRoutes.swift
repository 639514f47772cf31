package import BeckonModel
package import BeckonStore
import BeckonWire
import Hummingbird

/// What reports are made of, for those who look after a team.
package struct ReportRoutes: Resource {
    private let history: any HistoryStore
    private let scope: @Sendable (Identity) -> Scope

    /// `scope`: of which tickets somebody may know.
    package init(history: any HistoryStore, scope: @escaping @Sendable (Identity) -> Scope) {
        self.history = history
        self.scope = scope
    }

    package static let routes: [Route<Self>] = [
        Route(
            .get, "/api/v1/reports/history", "read_history",
            "What happened to tickets, one fact each, in the order of their times",
            for: .right(.readReports), query: [from, to, limit, cursor],
            answers: .ok(
                .required("facts", .array(ReportFact.schema)),
                .optional("next", .text, "Of the next page: its `cursor`.")), use: list)
    ]

    private static let from = QueryParameter<Timestamp>(
        "from", .time, "Facts of this moment or later."
    ) { Timestamp(rfc3339: $0) }
    private static let to = QueryParameter<Timestamp>(
        "to", .time, "Facts before this moment."
    ) { Timestamp(rfc3339: $0) }
    private static let limit = QueryParameter.integer(
        "limit", 1...Limits.historyRows, "How many; \(Limits.historyRows) when absent.")
    private static let cursor = QueryParameter<HistoryPlace>(
        "cursor", .text, "The `next` of the page before."
    ) { HistoryPlace($0) }

    @Sendable private func list(
        _ request: Request, _ context: BeckonRequestContext
    ) async throws -> Response {
        var query = HistoryQuery()
        query.from = try context.query.read(Self.from)
        query.to = try context.query.read(Self.to)
        query.limit = try context.query.read(Self.limit) ?? Limits.historyRows
        query.after = try context.query.read(Self.cursor)
        query.scope = scope(try context.requireIdentity())
        let page = try await history.history(query)
        return .json { json in
            json.array("facts", page.facts) { json, fact in
                json.object { fact.write(into: &$0) }
            }
            if let next = page.next { json.field("next", next.text) }
        }
    }
}

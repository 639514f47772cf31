import BeckonModel
package import BeckonStore
import BeckonWire

extension Engine {
    /// Closes tickets that were resolved for longer than `age`; at most `Limits.listRows` a call. Returns how many it asked to close.
    package func closeResolved(olderThan age: Duration) async throws(StoreError) -> Int {
        let deadline = clock.now().advanced(by: .zero - age)
        var query = TicketQuery()
        query.statuses = [.resolved]
        query.resolvedBefore = deadline
        query.order = .resolvedAt
        query.isWritable = true
        query.limit = Limits.listRows
        let page = try await store.tickets(query)
        for record in page.records {
            submit(
                Submission(.closeResolved(before: deadline), on: record.ticket.id, by: .clock) {
                    _ in
                })
        }
        return page.records.count
    }
}

package import BeckonModel
package import BeckonStore
package import BeckonTelemetry
package import BeckonWire

extension Engine {
    /// An anonymous visitor signed in to an account: their tickets become the account's, by an entry each.
    package func moveTickets(
        of visitor: UserID, to account: CustomerReference
    ) async throws(StoreError) {
        var query = TicketQuery()
        query.customer = visitor
        query.isWritable = true
        query.limit = Limits.listRows
        // Each page moved empties the list, so it is always the first page that is read.
        for _ in 0..<100 {
            let page = try await store.tickets(query)
            if page.records.isEmpty { return }
            for record in page.records {
                await perform(.moveCustomer(to: account), on: record.ticket.id, by: .clock)
            }
        }
    }

    @discardableResult
    package func perform(
        _ command: Command, on ticket: TicketID, by source: Submission.Source,
        request: RequestTrace? = nil
    ) async -> Result<Answer, Failure> {
        await withCheckedContinuation { continuation in
            submit(
                Submission(command, on: ticket, by: source, request: request) {
                    continuation.resume(returning: $0)
                })
        }
    }

    package func open(
        _ new: NewTicket, by customer: CustomerReference, request: RequestTrace? = nil
    ) async -> Result<Answer, Failure> {
        await withCheckedContinuation { continuation in
            open(new, by: customer, request: request) { continuation.resume(returning: $0) }
        }
    }
}

package import BeckonModel
package import BeckonStore
package import BeckonWire
import Synchronization

extension Engine {
    /// The ticket as committed, if this person may see it; not allowed and not existing look the same.
    package func record(
        of id: TicketID, for identity: Identity
    ) async throws(Failure) -> TicketRecord {
        guard let record = try await record(of: id), settings.shows(record.ticket, to: identity)
        else { throw .notFound }
        return record
    }

    /// The ticket as committed, for what is told to all staff.
    package func record(of id: TicketID) async throws(Failure) -> TicketRecord? {
        let active = state.withLock { state -> TicketRecord? in
            guard let ticket = state.touch(id), let committed = ticket.committed else { return nil }
            return TicketRecord(ticket: committed, marks: ticket.marks)
        }
        if let active { return active }
        do { return try await store.ticket(id) } catch { throw .storeUnavailable }
    }

    private func stored(
        _ id: TicketID, for identity: Identity
    ) async throws(Failure) -> TicketRecord {
        let record: TicketRecord?
        do { record = try await store.ticket(id) } catch { throw .storeUnavailable }
        guard let record, settings.shows(record.ticket, to: identity) else { throw .notFound }
        return record
    }

    /// The ticket as committed, if it is in memory and this person may see it: for typing, which is not worth loading one. (Marks load it: `raise`.)
    package func activeTicket(_ id: TicketID, for identity: Identity) -> Ticket? {
        state.withLock { state in
            guard let ticket = state.active[id]?.committed,
                state.settings.shows(ticket, to: identity)
            else { return nil }
            return ticket
        }
    }

    /// The ticket if it is in memory, as committed.
    package func activeTicket(_ id: TicketID) -> Ticket? {
        state.withLock { $0.active[id]?.committed }
    }

    /// What a resume answers: the entries beyond `after` up to the record's `seq`, to be read in pieces, or that the client must read over HTTP.
    package struct Resume: Sendable {
        package let record: TicketRecord
        package let after: Seq
        package let missing: Result<Void, ResumeRefusal>
    }

    package struct ResumeRefusal: Error, Sendable {
        package let reason: ServerFrame.ResyncReason
    }

    /// Everything after `after`, up to a moment after the call. Whoever wants to go on from there with what is published holds that back before
    /// calling, and afterwards leaves out what is not beyond the record's number.
    package func resume(
        _ id: TicketID, after: Seq, for identity: Identity
    ) async throws(Failure) -> Resume {
        // Into memory first: then its number is exactly that of the last publication.
        try await loaded(id)
        var record = try await record(of: id, for: identity)
        if after > record.ticket.seq, state.withLock({ $0.cursor != nil }) {
            // Another node told them of entries that this one has not met yet.
            record = try await stored(id, for: identity)
        }
        let newest = record.ticket.seq
        let missing: Result<Void, ResumeRefusal> =
            if after > newest {
                .failure(ResumeRefusal(reason: .ahead))
            } else if newest - after > Limits.syncEntries {
                .failure(ResumeRefusal(reason: .tooFarBehind))
            } else {
                .success(())
            }
        return Resume(record: record, after: after, missing: missing)
    }

    /// The first of a resume's entries beyond `after`, as many as go out together; none when there are none.
    package func piece(
        of resume: Resume, after: Seq, bytes: Int = Limits.pieceBytes
    ) async throws(Failure) -> [LogLine] {
        let ticket = resume.record.ticket
        let limit = min(Limits.pieceEntries, ticket.seq - after)
        if limit <= 0 { return [] }
        do {
            return ticket.readable(
                try await store.log(of: ticket.id, after: after, limit: limit, bytes: bytes))
        } catch {
            throw .storeUnavailable
        }
    }
}

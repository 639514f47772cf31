import BeckonModel
import BeckonStore
import BeckonWire

extension Engine {
    /// A message that another system names: perhaps it stands already, on this ticket or on another one. What comes twice at the same moment the
    /// store refuses once, and that one comes here again.
    func lookUp(_ submission: Submission) {
        guard let externalID = submission.externalID else { return submit(submission) }
        let isStarted = tasks.run {
            do throws(StoreError) {
                if let found = try await self.store.entry(externalID: externalID) {
                    submission.reply(await self.answer(with: found, to: submission.source))
                } else {
                    var next = submission
                    next.isLookedUp = true
                    self.submit(next)
                }
            } catch {
                submission.reply(.failure(.storeUnavailable))
            }
        }
        if !isStarted { submission.reply(.failure(.storeUnavailable)) }
    }

    /// Where it stands is said to those alone who may know of that ticket.
    private func answer(
        with found: EntryReference, to source: Submission.Source
    ) async -> Result<Answer, Failure> {
        do throws(Failure) {
            if case .person(let identity) = source {
                _ = try await record(of: found.ticket, for: identity)
            }
            return .success(
                Answer(ticket: found.ticket, seq: found.seq, at: found.at, entries: []))
        } catch .notFound {
            return .failure(.ticket(.invalid(field: "external_id", problem: .taken)))
        } catch {
            return .failure(error)
        }
    }
}

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
                    let answer = Answer(
                        ticket: found.ticket, seq: found.seq, at: found.at, entries: [])
                    submission.reply(.success(answer))
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
}

import BeckonModel
import BeckonWire

/// A ticket in memory. Only ever touched under the engine's lock.
final class ActiveTicket {
    /// With everything that was decided, also what is still on its way to the disk.
    var decided: Ticket
    /// What is on the disk; all that anybody is shown.
    var committed: Ticket?
    var clientIDs: ClientIDs
    var marks: Marks
    /// Decided otherwise than by an append while entries were on their way: answered when those are there, or, without a result,
    /// decided only then.
    var deferred: [(seq: Seq, submission: Submission, result: Result<Answer, Failure>?)] = []
    /// Messages on a closed ticket whose follow-up is being opened; `nil` when none is.
    var waitingForFollowUp: [Submission]?
    var touched: UInt64 = 0

    init(_ ticket: Ticket, isCommitted: Bool, clientIDs: ClientIDs, marks: Marks) {
        decided = ticket
        committed = isCommitted ? ticket : nil
        self.clientIDs = clientIDs
        self.marks = marks
    }

    var committedSeq: Seq { committed?.seq ?? 0 }
    var hasEntriesUnderWay: Bool { decided.seq > committedSeq }

    /// What is to be told of a commit that was folded in just now.
    func publication(of commit: Commit) -> Publication? {
        committed.map { Publication(commit, $0, marks) }
    }

    /// Takes out what may be answered now.
    func takeDeferred() -> [(Submission, Result<Answer, Failure>?)] {
        guard !deferred.isEmpty else { return [] }
        let ready = deferred.filter { $0.seq <= committedSeq }
        deferred.removeAll { $0.seq <= committedSeq }
        return ready.map { ($0.submission, $0.result) }
    }
}

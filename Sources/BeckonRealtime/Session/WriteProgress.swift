import NIOCore

/// Whether a peer takes what is written for it, however little at a time.
struct WriteProgress {
    private let deadline: TimeAmount
    private var written = 0
    private var taken = 0
    private var since: NIODeadline?

    init(_ deadline: TimeAmount) { self.deadline = deadline }

    mutating func wrote(_ bytes: Int) { written &+= bytes }

    /// `waiting`: bytes that the peer has not taken yet. `true` when it has taken none since this was first asked, a deadline ago.
    mutating func isStalled(waiting: Int, at now: NIODeadline) -> Bool {
        guard waiting > 0 else {
            since = nil
            return false
        }
        if let since, written &- waiting == taken { return now - since >= deadline }
        taken = written &- waiting
        since = now
        return false
    }
}

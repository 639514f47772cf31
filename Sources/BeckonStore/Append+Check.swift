import BeckonModel

extension Append {
    /// Entries and their lines belong together, are dense, and a log begins with `created`. What is not so is refused as `corrupt`, so that a
    /// fold never meets it.
    package var isWellFormed: Bool {
        guard let first = entries.first, first.line.seq >= 1 else { return false }
        var seq = first.line.seq
        for encoded in entries {
            guard encoded.line.seq == seq, encoded.entry.seq == seq,
                encoded.entry.ticket == ticket, encoded.isCreated == (seq == 1)
            else { return false }
            seq += 1
        }
        return true
    }
}

extension EncodedEntry {
    fileprivate var isCreated: Bool {
        // Nearly all are texts, which need no look at their body.
        if isText { return false }
        if case .created = entry.body { return true }
        return false
    }
}

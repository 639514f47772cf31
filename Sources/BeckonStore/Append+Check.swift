import BeckonModel

extension Append {
    /// Entries and their lines belong together, are dense, and a log begins with `created`. What is not so is refused as `corrupt`, so that a
    /// fold never meets it.
    package var isWellFormed: Bool {
        guard let first = entries.first, first.line.seq >= 1 else { return false }
        for (index, encoded) in entries.enumerated() {
            let (seq, entry) = (first.line.seq + index, encoded.entry)
            guard encoded.line.seq == seq, entry.seq == seq, entry.ticket == ticket else {
                return false
            }
            if case .created = entry.body {
                if seq != 1 { return false }
            } else if seq == 1 {
                return false
            }
        }
        return true
    }
}

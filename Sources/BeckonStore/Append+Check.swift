import BeckonModel

extension Append {
    /// Lines and entries belong together, are dense, and a log begins with `created`. What is not so is refused as `corrupt`, so that a
    /// fold never meets it.
    package var isWellFormed: Bool {
        guard let first = lines.first, lines.count == entries.count, first.seq >= 1 else {
            return false
        }
        for (index, entry) in entries.enumerated() {
            let seq = first.seq + index
            guard lines[index].seq == seq, entry.seq == seq, entry.ticket == ticket else {
                return false
            }
            if case .created = entry.body { if seq != 1 { return false } } else if seq == 1 {
                return false
            }
        }
        return true
    }
}

/// Priority, subject, tags, place and rating, where `decide` has allowed the change.
extension Ticket {
    func set(_ priority: Priority, by party: Party) -> Decision {
        if priority == self.priority { return .unchanged }
        return .append([.priority(priority, was: self.priority, by: party)], answer: 0)
    }

    func setSubject(_ subject: String, by party: Party) -> Decision {
        let subject = Text.trimmed(subject)
        if subject == self.subject { return .unchanged }
        return .append([.subject(subject, was: self.subject, by: party)], answer: 0)
    }

    func setTags(
        add: [DocumentID], remove: [DocumentID], by party: Party
    ) throws(TicketError) -> Decision {
        let old = Set(tags)
        let new = old.subtracting(remove).union(add)
        if new == old { return .unchanged }
        guard new.count <= Limits.ticketTags else {
            throw .invalid(field: "add", problem: .tooLong(max: Limits.ticketTags))
        }
        func inOrder(_ tags: Set<DocumentID>) -> [DocumentID] {
            tags.sorted { $0.rawValue < $1.rawValue }
        }
        return .append(
            [
                .tags(
                    added: inOrder(new.subtracting(old)), removed: inOrder(old.subtracting(new)),
                    by: party)
            ], answer: 0)
    }

    func move(_ move: Move, by party: Party) -> Decision {
        let place = move.place(from: self.place)
        if place == self.place { return .unchanged }
        let moved = EntryBody.moved(to: place, from: self.place, by: party)
        guard !move.agentStays, chat == .live || chat == .paused else {
            return .append([moved], answer: 0)
        }
        return .append([moved] + releasing(by: party), answer: 0)
    }

    func rate(_ score: Int, _ comment: String?) throws(TicketError) -> Decision {
        let comment = comment.map(Text.trimmed).flatMap { $0.isEmpty ? nil : $0 }
        let rating = Rating(score: score, comment: comment)
        if rating == self.rating { return .unchanged }
        guard seq < Limits.ticketEntries + Limits.ticketReserve else { throw .ticketFull }
        return .append([.rated(rating)], answer: 0)
    }
}

/// The client ids that a ticket's log holds: what makes a message stand once, however often it is sent (promise G2).
package struct ClientIDs: Sendable {
    private var first: [Key: Answer] = [:]

    package init() {}

    package init(log: some Sequence<Entry>) {
        for entry in log { note(entry) }
    }

    private struct Key: Hashable {
        let author: String
        let clientID: ClientID
    }

    private struct Answer {
        let seq: Seq
        let at: Timestamp
        let digest: UInt64
    }

    /// The answer that the first sending got, or `nil` when this is the first.
    package func answer(
        to clientID: ClientID, author: String, text: String?
    ) throws(TicketError) -> (seq: Seq, at: Timestamp)? {
        guard let answer = first[Key(author: author, clientID: clientID)] else { return nil }
        guard answer.digest == Digest.of(text ?? "") else { throw .clientIDReused }
        return (answer.seq, answer.at)
    }

    /// Remembers the entry's client id, if it has one.
    package mutating func note(_ entry: Entry) {
        switch entry.body {
        case .message(let message):
            guard let clientID = message.clientID else { return }
            note(clientID, author: message.authorID, text: message.text, entry)
        case .note(let note):
            guard let clientID = note.clientID else { return }
            self.note(clientID, author: note.author.id, text: note.text, entry)
        case .unknown(let unknown):
            guard let clientID = unknown.clientID, let author = unknown.authorID else { return }
            note(clientID, author: author, text: unknown.text ?? "", entry)
        default:
            guard let origin = entry.origin else { return }
            note(origin.clientID, author: origin.authorID, text: "", entry)
        }
    }

    /// Entries beyond this number were decided, but never stored.
    package mutating func forget(after seq: Seq) {
        first = first.filter { $0.value.seq <= seq }
    }

    private mutating func note(_ clientID: ClientID, author: String, text: String, _ entry: Entry) {
        let key = Key(author: author, clientID: clientID)
        let answer = Answer(seq: entry.seq, at: entry.at, digest: Digest.of(text))
        // Nearly always the first, so that one look is enough.
        if let earlier = first.updateValue(answer, forKey: key) { first[key] = earlier }
    }
}

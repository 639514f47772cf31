package import BeckonModel
import BeckonWire
import Synchronization

extension Hub {
    /// A document is another one now: its readers ask for it again. Inboxes are read by chat boxes too.
    package func announce(_ item: Settings.Item) {
        let isOwn = DocumentKind.named(item.key.kind)?.access == .own
        let readers = state.withLock { state in
            if isOwn {
                let owner = StaffID(unchecked: item.key.id.rawValue)
                state.ownDocuments[owner, default: [:]][item.key] = item.revision
                return state.staff[owner] ?? []
            }
            let staff = state.staff.values.flatMap(\.self)
            guard item.key.kind == Inbox.kind else { return staff }
            return staff + state.customers.values.flatMap(\.self)
        }
        send(ServerFrame.settings(item.key, revision: item.revision), to: readers)
    }

    /// Whoever has just come may have read their own documents a moment too early.
    func tellOwnDocuments(of staff: StaffID, to connection: SocketConnection) {
        let own = state.withLock { $0.ownDocuments[staff] ?? [:] }
        for (key, revision) in own {
            send(ServerFrame.settings(key, revision: revision), to: [connection])
        }
    }
}

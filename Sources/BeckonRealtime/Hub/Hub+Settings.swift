package import BeckonModel
import BeckonWire
import Synchronization

extension Hub {
    /// What people have set is this now. Whose scope is another one comes again, and is shown afresh what they may know of.
    package func update(_ settings: Settings) {
        let changed = state.withLock { state -> [SocketConnection] in
            let former = state.settings
            state.settings = settings
            return state.staff.filter { settings.scope(of: $0.key) != former.scope(of: $0.key) }
                .flatMap(\.value)
        }
        for connection in changed { connection.drain() }
    }

    /// Customers come and go; who may not know of all of them is told of none.
    func watchersOfAll() -> [SocketConnection] {
        state.withLock { state in
            guard state.settings.hasScopes else { return Array(state.watchers.values) }
            return state.watchers.compactMap { id, connection in
                guard case .staff(let staff, _)? = state.members[id]?.identity,
                    state.settings.scope(of: staff.id).isEverything
                else { return nil }
                return connection
            }
        }
    }

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

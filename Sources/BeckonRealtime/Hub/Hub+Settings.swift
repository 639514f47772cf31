package import BeckonModel
import BeckonWire
import Synchronization

extension Hub {
    /// A document is another one now: its readers ask for it again. Inboxes are read by chat boxes too.
    package func announce(_ item: Settings.Item) {
        let frame = ServerFrame.settings(item.key, revision: item.revision)
        let isOwn = DocumentKind.named(item.key.kind)?.access == .own
        let readers = state.withLock { state in
            if isOwn { return state.staff[StaffID(unchecked: item.key.id.rawValue)] ?? [] }
            let staff = state.staff.values.flatMap(\.self)
            guard item.key.kind == Inbox.kind else { return staff }
            return staff + state.customers.values.flatMap(\.self)
        }
        send(frame, to: readers)
    }
}

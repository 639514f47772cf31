import BeckonEngine
import BeckonModel
import BeckonStore
import Logging
import Synchronization

/// The sessions behind open sockets, looked at again now and then: what ended elsewhere (by time, on another node, by hand in the
/// data) closes its sockets, too.
extension Hub {
    /// One slice a second: each session once a minute, however many sockets it has.
    static let sessionSlices = 60

    static func slice(of session: SessionID) -> Int { Int(session.hash.first ?? 0) % sessionSlices }

    struct OpenSession: Sendable {
        let id: SessionID
        let identity: Identity
        /// A command has come over one of its sockets since the last look.
        let isInUse: Bool
    }

    func openSessions(slice: Int) -> [OpenSession] {
        state.withLock { state in
            state.sessions[slice].compactMap { id, connections in
                let members = connections.compactMap { state.members[$0] }
                guard let identity = members.first?.identity else { return nil }
                var isInUse = false
                for member in members
                where member.connection.wasUsed.exchange(false, ordering: .relaxed) {
                    isInUse = true
                }
                return OpenSession(id: id, identity: identity, isInUse: isInUse)
            }
        }
    }
}

extension Realtime {
    /// One round at a time; a slow store delays the next one instead of piling them up.
    func recheckSessions(round: Int) {
        let (isFree, _) = isRechecking.compareExchange(
            expected: false, desired: true, ordering: .sequentiallyConsistent)
        guard isFree else { return }
        let sessions = hub.openSessions(slice: round % Hub.sessionSlices)
        let isStarted =
            !sessions.isEmpty
            && tasks.run { [self] in
                for session in sessions { await recheck(session) }
                isRechecking.store(false, ordering: .sequentiallyConsistent)
            }
        if !isStarted { isRechecking.store(false, ordering: .sequentiallyConsistent) }
    }

    private func recheck(_ open: Hub.OpenSession) async {
        do {
            let isCurrent = try await authenticator.isCurrent(
                open.id, open.identity, isInUse: open.isInUse)
            guard !isCurrent, let person = Session.Person(open.identity) else { return }
            hub.disconnect(person, sessions: [open.id])
        } catch {
            // Who cannot be looked up just now stays: reading goes on while the store is away, and the next round comes.
            logger.debug("A session cannot be looked at", metadata: ["why": "\(error)"])
        }
    }
}

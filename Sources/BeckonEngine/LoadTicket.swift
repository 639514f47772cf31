import BeckonModel
import BeckonStore
import BeckonTelemetry
import BeckonWire
import Logging
import Synchronization

extension Engine {
    /// Runs `operation` once the ticket is in memory, or with the reason why it cannot be.
    func whenLoaded(_ id: TicketID, _ operation: @escaping EngineState.Operation) {
        let (isLoaded, isFirst) = state.withLock { state -> (Bool, Bool) in
            if state.touch(id) != nil { return (true, false) }
            return (false, state.wait(for: id, operation))
        }
        if isLoaded { operation(.success(())) }
        if isFirst { load(id) }
    }

    /// Returns once the ticket is in memory.
    func loaded(_ id: TicketID) async throws(Failure) {
        let result: Result<Void, Failure> = await withCheckedContinuation { continuation in
            whenLoaded(id) { continuation.resume(returning: $0) }
        }
        try result.get()
    }

    func load(_ id: TicketID) {
        let isStarted = tasks.run {
            let result: Result<Void, Failure>
            do throws(Failure) {
                try await self.read(id)
                result = .success(())
            } catch {
                result = .failure(error)
            }
            self.endLoading(id, result)
        }
        if !isStarted { endLoading(id, .failure(.storeUnavailable)) }
    }

    private func endLoading(_ id: TicketID, _ result: Result<Void, Failure>) {
        let operations = state.withLock { $0.loading.removeValue(forKey: id) ?? [] }
        for operation in operations { operation(result) }
    }

    private func read(_ id: TicketID) async throws(Failure) {
        let isThere: Bool
        do throws(StoreError) {
            isThere = try await isReadOrFolded(id)
        } catch {
            logger.error(
                "a ticket cannot be read", metadata: ["ticket": "\(id)", "why": "\(error)"])
            throw error == .corrupt ? .ticket(.readOnly(.damaged)) : .storeUnavailable
        }
        if !isThere { throw .notFound }
    }

    private func isReadOrFolded(_ id: TicketID) async throws(StoreError) -> Bool {
        for _ in 0..<Self.attemptsLimit {
            if try await readOn(id) { return true }
            switch try await fold(id) {
            case .folded: return true
            case .overtaken: continue
            case .absent: return false
            }
        }
        throw .unavailable
    }

    private static let page = 2_000

    private func lines(
        of id: TicketID, after: Seq
    ) async throws(StoreError) -> [EncodedEntry] {
        var log: [EncodedEntry] = []
        while true {
            let lines = try await store.log(of: id, after: after + log.count, limit: Self.page)
            for line in lines {
                let encoded = EncodedEntry(reading: line, of: id)
                if encoded.entry.body == .damaged { metrics.damagedLines.add(1, "load") }
                log.append(encoded)
            }
            if lines.count < Self.page { return log }
        }
    }

    /// Reads what the log has beyond the memory. `false` when the ticket is not in memory.
    private func readOn(_ id: TicketID) async throws(StoreError) -> Bool {
        for _ in 0..<Self.attemptsLimit {
            guard let after = state.withLock({ $0.active[id]?.committedSeq }) else { return false }
            let lines = try await lines(of: id, after: after)
            let isDone = state.withLock { state -> Bool in
                guard let ticket = state.active[id] else { return false }
                // What is under way is among these lines, or will lose against them and come here again.
                if !ticket.hasEntriesUnderWay {
                    take(lines[...], of: ticket, &state)
                    guard ticket.followedSeq <= ticket.committedSeq else { return false }
                }
                ticket.isBehind = false
                state.behind.remove(id)
                return true
            }
            if isDone { return true }
        }
        throw .unavailable
    }

    private enum Folding { case folded, absent, overtaken }

    /// Folds the ticket's log and puts it into memory: as of this node's cursor, since what lies beyond was not published here. Then
    /// publishes that.
    private func fold(_ id: TicketID) async throws(StoreError) -> Folding {
        let cursor = state.withLock { $0.cursor }
        let log = try await lines(of: id, after: 0)
        if log.isEmpty { return .absent }
        let told = try await newest(of: id, at: cursor).map { min($0, log.count) } ?? log.count
        let known = log.prefix(max(told, 1))
        guard let ticket = Ticket(log: known.lazy.map(\.entry)) else { throw .corrupt }
        let marks = try await marks(of: ticket, isNewest: known.count == log.count)
        let clientIDs = ClientIDs(log: known.lazy.map(\.entry))
        return state.withLock { state in
            if state.active[id] != nil { return .folded }
            guard state.cursor == cursor else { return .overtaken }
            let active = ActiveTicket(ticket, clientIDs: clientIDs, marks: marks)
            active.followedSeq = told
            state.insert(active)
            state.index(id, from: nil, to: ticket.liveWith)
            if told == 0 {
                publisher.publish(active.publication(of: Array(known), previousChat: nil))
            }
            take(log.dropFirst(known.count), of: active, &state)
            return .folded
        }
    }

    /// The marks beside a ticket that was folded just now. What is kept as its fold is held against it on the way, and mended.
    private func marks(of ticket: Ticket, isNewest: Bool) async throws(StoreError) -> Marks {
        let record = try await readable { () throws(StoreError) in
            try await store.ticket(ticket.id)
        }
        guard isNewest, record?.ticket != ticket.projected,
            record.map({ $0.ticket.seq <= ticket.seq }) ?? true
        else { return record?.marks ?? Marks() }
        logger.warning(
            "what lists show of a ticket is not what its log says: it is folded again",
            metadata: ["ticket": "\(ticket.id)"])
        try await store.mend(ticket.id)
        return try await store.ticket(ticket.id)?.marks ?? Marks()
    }

    /// `nil` for a row that cannot be read.
    private func readable<Value: Sendable>(
        _ read: () async throws(StoreError) -> Value?
    ) async throws(StoreError) -> Value? {
        do {
            return try await read()
        } catch .corrupt {
            return nil
        } catch {
            throw error
        }
    }

    /// The ticket's newest number at a position; `nil` when that is the newest of all.
    private func newest(of id: TicketID, at cursor: Int64?) async throws(StoreError) -> Seq? {
        guard var position = cursor else { return nil }
        while true {
            let lines = try await store.log(after: position, limit: Limits.followedLines)
            if let first = lines.first(where: { $0.ticket == id }) { return first.line.seq - 1 }
            guard let last = lines.last else { return nil }
            position = last.position
        }
    }

    /// Folds and publishes entries that somebody else appended; what is known already is left out.
    func take(
        _ lines: ArraySlice<EncodedEntry>, of ticket: ActiveTicket, _ state: inout EngineState
    ) {
        let new = lines.drop { $0.line.seq <= ticket.committedSeq }
        guard let first = new.first, ticket.committedSeq > 0,
            first.line.seq == ticket.committedSeq + 1
        else { return }
        let (chat, liveWith) = (ticket.decided.chat, ticket.decided.liveWith)
        let standing = ticket.decided.standing
        ticket.take(new)
        state.index(ticket.decided.id, from: liveWith, to: ticket.decided.liveWith)
        publisher.publish(
            ticket.publication(of: Array(new), previousChat: chat, previously: standing))
    }
}

import BeckonModel
import BeckonStore
import BeckonTelemetry
import BeckonWire

extension WriterLoop {
    /// One transaction, one sync; then everybody is told, in order.
    func write(_ items: [LogWriter.Item], _ marks: [TicketID: Marks]) {
        var batch = Batch(position: position)
        batch.lines.reserveCapacity(items.count)
        batch.results.reserveCapacity(items.count)
        let cause = commit(items, marks, &batch)
        let failure = cause.map { _ in StoreError.unavailable }
        if let cause {
            heads.forget()
            report.failed(items, cause)
        } else {
            report.committed(items, entries: batch.lines.count)
            writer.condition.wrote()
            position = batch.position
            writer.tail.saved(marks)
            if writer.tail.commit(batch.lines) || writer.isIndexDue { writer.index.mailbox.ring() }
        }
        writer.count { statistics in
            statistics.batches += 1
            if failure == nil { statistics.appends += batch.appends }
        }
        for (index, item) in items.enumerated() {
            tell(item, index < batch.results.count ? batch.results[index] : nil, failure)
        }
    }

    /// Returns why nothing was stored; `nil` when all of it was.
    private func commit(
        _ items: [LogWriter.Item], _ marks: [TicketID: Marks], _ batch: inout Batch
    ) -> CommitFailure? {
        if hasFailedSync { return .syncFailedBefore }
        if !writer.look() { return .filesAreGone }
        if !writer.tail.waitForRoom(writer.options.unfoldedLimit) { return .foldingFails }
        do throws(SQLiteFailure) {
            var written = ContinuousClock.now
            try connection.transaction { () throws(SQLiteFailure) in
                for item in items { try write(item, into: &batch) }
                try insertLines.run(batch.lines)
                for (ticket, marks) in marks { try save(marks, of: ticket) }
                written = .now
            }
            if !batch.lines.isEmpty { metrics.commitDuration.record(.now - written) }
        } catch {
            note(error)
            return .sqlite(error)
        }
        // The checkpointer may have met a failed sync meanwhile: then this commit is not to be trusted either.
        return hasFailedSync ? .syncFailedBefore : nil
    }

    private func save(_ marks: Marks, of ticket: TicketID) throws(SQLiteFailure) {
        try saveMarks.run(
            .id(ticket), .integer(marks.user.delivered), .integer(marks.user.seen),
            .integer(marks.staff.delivered), .integer(marks.staff.seen))
    }

    private struct Batch {
        enum Result {
            case outcome(AppendOutcome)
            case job(@Sendable (StoreError?) -> Void)
            case failedJob(StoreError)
        }
        var position: Int64
        var lines: [TailItem] = []
        var creations: Set<Creation> = []
        var results: [Result] = []
        var appends = 0
    }

    private func write(_ item: LogWriter.Item, into batch: inout Batch) throws(SQLiteFailure) {
        switch item {
        case .append(let append):
            let outcome =
                append.chain.isBroken ? .conflict : try write(append, into: &batch)
            if outcome != .committed { append.chain.breakOff() }
            batch.results.append(.outcome(outcome))
        case .job(let job):
            do throws(SQLiteFailure) {
                batch.results.append(.job(try job.run(connection)))
            } catch {
                // A row that is there already concerns only who wanted to write it; anything else the whole batch.
                guard error.storeError == .duplicate else { throw error }
                batch.results.append(.failedJob(.duplicate))
            }
        }
    }

    private func write(
        _ append: Append, into batch: inout Batch
    ) throws(SQLiteFailure) -> AppendOutcome {
        guard append.isWellFormed, let first = append.entries.first else {
            return .failed(.corrupt)
        }
        let place = heads.place(of: append.ticket)
        let head = if let place { place.head } else { try storedHead(of: append.ticket) }
        guard first.line.seq.isNext(after: head) else { return .conflict }
        if let creation = Creation(first.entry) {
            if try isTaken(creation) || batch.creations.contains(creation) { return .conflict }
            batch.creations.insert(creation)
        }
        if append.entries.contains(where: { $0.externalID != nil }) {
            guard try takeExternals(of: append) else { return .conflict }
        }
        for encoded in append.entries {
            batch.position += 1
            batch.lines.append(TailItem(position: batch.position, encoded: encoded))
        }
        if let place {
            heads.set(head + append.entries.count, at: place)
        } else {
            heads.add(head + append.entries.count, of: append.ticket)
        }
        batch.appends += 1
        return .committed
    }

    /// Writes down what other systems call the entries; `false`, and nothing is written, when one of those names is taken.
    private func takeExternals(of append: Append) throws(SQLiteFailure) -> Bool {
        let named = append.entries.filter { $0.externalID != nil }
        guard Set(named.map(\.externalID)).count == named.count else { return false }
        for encoded in named {
            let isTaken = try selectExternal.first(.text(encoded.externalID?.rawValue)) { _ in true
            }
            if isTaken == true { return false }
        }
        for encoded in named {
            try insertExternal.run(
                .text(encoded.externalID?.rawValue), .id(append.ticket),
                .integer(encoded.line.seq), .time(encoded.line.at))
        }
        return true
    }

    /// The tail before the index: what is folded in between is then in one of them.
    private func storedHead(of ticket: TicketID) throws(SQLiteFailure) -> Seq {
        if let newest = writer.tail.items(of: ticket).last { return newest.line.seq }
        return Int(try selectHead.first(.id(ticket)) { $0.integer(0) ?? 0 } ?? 0)
    }

    /// The tail before the index, as in `head`.
    private func isTaken(_ creation: Creation) throws(SQLiteFailure) -> Bool {
        if writer.tail.ticket(creation) != nil { return true }
        return try selectCreation.first(
            .text(creation.customer.rawValue), .text(creation.clientID.rawValue)
        ) { _ in true } ?? false
    }

    private func tell(_ item: LogWriter.Item, _ result: Batch.Result?, _ failure: StoreError?) {
        switch (item, result) {
        case (.append(let append), .outcome(let outcome)?):
            append.done(failure.map { .failed($0) } ?? outcome)
        case (.append(let append), _): append.done(.failed(failure ?? .unavailable))
        case (_, .job(let finish)?): finish(failure)
        case (.job(let job), .failedJob(let error)?): job.fail(failure ?? error)
        case (.job(let job), _): job.fail(failure ?? .unavailable)
        }
    }
}

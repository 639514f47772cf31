import BeckonModel
import BeckonStore
import BeckonWire

extension WriterLoop {
    func setDeadline() {
        if unfolded.isEmpty, writer.tail.marks.isEmpty {
            foldDeadline = nil
        } else if foldDeadline == nil {
            foldDeadline = .now + writer.options.foldDelay
        }
    }

    var mustFold: Bool {
        guard let foldDeadline else { return writer.tail.isAwaited }
        return unfolded.count >= writer.options.unfoldedLimit || foldDeadline <= .now
            || writer.tail.isAwaited
    }

    /// One turn: as much as fits, then the appends that came meanwhile.
    func fold() {
        let begin = ContinuousClock.now
        repeat {
            guard foldChunk() else { return }
            if unfolded.isEmpty { break }
        } while writer.mailbox.isEmpty || unfolded.count >= writer.options.unfoldedLimit
            || ContinuousClock.now - begin < writer.options.foldTurn
        // What is left has its turn right after the next batch.
        foldDeadline = unfolded.isEmpty ? nil : .now
        checkpointIfDue()
    }

    func foldAll() {
        while !unfolded.isEmpty || !writer.tail.marks.isEmpty {
            guard foldChunk() else { return }
        }
    }

    private func foldChunk() -> Bool {
        let items = unfolded.prefix(writer.options.foldChunk)
        let marks = writer.tail.marks
        do throws(SQLiteFailure) {
            if hasFailedSync { throw SQLiteFailure(code: 0) }
            try unsynced { () throws(SQLiteFailure) in
                try folder.fold(items)
                for (ticket, marks) in marks { try save(marks, of: ticket) }
            }
        } catch {
            note(error)
            writer.tail.foldFailed(.unavailable)
            foldDeadline = .now + max(writer.options.foldDelay, .milliseconds(250))
            return false
        }
        unfolded = unfolded.dropFirst(items.count)
        if unfolded.isEmpty { unfolded = [] }
        writer.tail.fold(items)
        writer.tail.saved(marks)
        writer.count { $0.folds += 1 }
        return true
    }

    private func save(_ marks: Marks, of ticket: TicketID) throws(SQLiteFailure) {
        try saveMarks.run(
            .id(ticket), .integer(marks.user.delivered), .integer(marks.user.seen),
            .integer(marks.staff.delivered), .integer(marks.staff.seen))
    }

    private func unsynced(_ body: () throws(SQLiteFailure) -> Void) throws(SQLiteFailure) {
        try connection.execute("PRAGMA synchronous=NORMAL")
        do throws(SQLiteFailure) {
            try connection.transaction(body)
        } catch {
            try connection.execute("PRAGMA synchronous=FULL")
            throw error
        }
        try connection.execute("PRAGMA synchronous=FULL")
    }

    /// Folds from the log what is beyond the projections' position.
    func foldRest() throws(SQLiteFailure) {
        while true {
            let items = try unfoldedLines(limit: 4096)
            if items.isEmpty { return }
            try unsynced { () throws(SQLiteFailure) in try folder.fold(items[...]) }
        }
    }

    private func unfoldedLines(limit: Int) throws(SQLiteFailure) -> [TailItem] {
        let rows = try connection.prepare(
            """
            SELECT seq, at, internal, body, position, ticket FROM log
            WHERE position > (SELECT position FROM projection WHERE name = 'all')
            ORDER BY position LIMIT ?
            """)
        var items: [TailItem] = []
        var isReadable = true
        try rows.each([.integer(limit)]) { row in
            guard let line = try? row.line(0), let entry = try? line.decoded(),
                let position = row.integer(4), let ticket = row.ticket(5)
            else {
                isReadable = false
                return
            }
            items.append(TailItem(position: position, ticket: ticket, line: line, entry: entry))
        }
        if !isReadable { throw SQLiteFailure(code: 11) }
        return items
    }

    /// Throws the projections away and folds the whole log, in one transaction: readers see the old rows until the new ones are there.
    func rebuild() -> StoreError? {
        do throws(SQLiteFailure) {
            try connection.transaction { () throws(SQLiteFailure) in
                try connection.execute(Schema.emptyProjections)
                while true {
                    let items = try unfoldedLines(limit: 4096)
                    if items.isEmpty { return }
                    try folder.fold(items[...])
                }
            }
        } catch {
            note(error)
            return error.storeError
        }
        writer.tail.fold(unfolded)
        unfolded = []
        return nil
    }

    /// The checkpointer copies most of the WAL on its own thread while appends go on. When the WAL has grown large all the same, the last
    /// pages are copied here, where nobody writes: only then the WAL can begin again from its start.
    private func checkpointIfDue() {
        let pages = connection.pagesWritten
        if pages - pagesAtCheckpoint >= writer.options.checkpointPages {
            pagesAtCheckpoint = pages
            checkpointer.request()
        }
        guard checkpointer.takeLargeWAL() else { return }
        do throws(SQLiteFailure) { _ = try connection.checkpoint() } catch { note(error) }
    }
}

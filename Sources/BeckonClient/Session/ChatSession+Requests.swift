import BeckonModel
import BeckonWire

/// What was read over HTTP.
extension ChatSession {
    /// A request was answered.
    ///
    /// - Parameter body: `nil` when it could not be asked, or the status was not 200.
    public mutating func answered(
        _ request: ChatRequest, status: Int?, body: [UInt8], now: Duration
    ) {
        if status == 200 { answered(request, body, now) } else { failed(request, status, now) }
        settle(now)
    }

    private mutating func answered(_ request: ChatRequest, _ body: [UInt8], _ now: Duration) {
        if case .entries(let ticket, _) = request {
            guard let page = EntriesPage(body) else { return failed(request, nil, now) }
            return read(page, of: ticket, now)
        }
        guard case .object(let json)? = try? JSONParser.parse(body) else { return }
        switch request {
        case .entries: break
        case .inbox:
            if let allows = json.bool("leave_message") { allowsLeaveMessage = allows }
        case .tickets:
            let page = (json.objects("tickets") ?? []).compactMap { TicketSummary($0) }
            for row in page { received(row, now) }
            // The oldest first, so that the newest is the last that became known.
            for row in page.reversed() where learn(of: row.id) { missed(row.id, now) }
        case .list(let list):
            let page = (json.objects("tickets") ?? []).compactMap { TicketSummary($0) }
            rows.read(list, page, isWhole: json.text("next") == nil, me: id)
            for row in page { tell(.row(row.id)) }
        }
    }

    private mutating func read(_ page: EntriesPage, of ticket: TicketView.ID, _ now: Duration) {
        guard var view = views[ticket], resume.isReading(ticket) else { return }
        let isAfresh = view.readsAfter < view.seq
        let before = view.state?.chat
        let added = view.read(page.entries, newest: page.newest)
        views[ticket] = view
        if isAfresh { tell(.restarted(ticket)) }
        tell(added, of: ticket, before: before)
        let question = resume.read(ticket, reached: view.seq, newest: page.newest, now: now)
        if let question { ask(question, now) }
    }

    private mutating func failed(_ request: ChatRequest, _ status: Int?, _ now: Duration) {
        // The lists and the inbox are read again by the next line.
        guard case .entries(let ticket, _) = request else { return }
        guard status == 403 || status == 404 else { return resume.refused(ticket, now: now) }
        resume.forgot(ticket)
        tell(.problem(.init(code: "not_found", message: "There is no such ticket here.")))
    }
}

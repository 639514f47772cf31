package import BeckonModel

extension TicketJSON {
    /// Reads what `encode` wrote; `nil` where something is missing that every ticket has, or has a value that this version does not know.
    ///
    /// What the object does not hold (when it was resolved, when staff first wrote) is `nil` in the ticket.
    package static func decode(_ json: JSONObject) -> (ticket: Ticket, marks: Marks)? {
        guard let id = json.ticketID("ticket_id"), let number = json.integer("number"),
            let subject = json.text("subject"), let status: Status = json.value("status"),
            let chat: Chat = json.value("chat"), let priority: Priority = json.value("priority"),
            let userID = json.text("user_id"), let userName = json.text("user_name"),
            let seq = json.integer("seq"), let createdAt = json.time("created_at"),
            let updatedAt = json.time("updated_at")
        else { return nil }
        let ticket = Ticket(
            id: id, number: number,
            customer: CustomerReference(id: UserID(unchecked: userID), name: userName),
            subject: subject, createdAt: createdAt, follows: json.ticketID("follows"),
            status: status, chat: chat, priority: priority,
            assignee: json.object("assignee").flatMap(staff), seq: seq, updatedAt: updatedAt,
            waitingSince: json.time("waiting_since"), resolvedAt: nil,
            followUp: json.ticketID("follow_up"), rating: json.object("rating").flatMap(rating),
            preview: json.object("preview").flatMap(preview), firstResponseAt: nil,
            unansweredSince: json.time("unanswered_since"), readOnly: json.value("read_only"),
            place: Place(
                inbox: json.text("inbox").map(DocumentID.init(unchecked:)) ?? .main,
                team: json.text("team").map(DocumentID.init(unchecked:))),
            tags: json.texts("tags").map(DocumentID.init(unchecked:)),
            channel: json.value("channel") ?? .chat)
        return (ticket, json.object("marks").map(Marks.init(reading:)) ?? Marks())
    }

    private static func staff(_ json: JSONObject) -> StaffReference? {
        guard let id = json.text("staff_id"), let name = json.text("name") else { return nil }
        return StaffReference(id: StaffID(unchecked: id), name: name)
    }

    private static func rating(_ json: JSONObject) -> Rating? {
        json.integer("score").map { Rating(score: $0, comment: json.text("comment")) }
    }

    private static func preview(_ json: JSONObject) -> Ticket.Preview? {
        guard let from: Side = json.value("from"), let text = json.text("text"),
            let at = json.time("at")
        else { return nil }
        return Ticket.Preview(from: from, text: text, at: at)
    }
}

extension Marks {
    /// Reads what `write` wrote; what is missing is 0.
    package init(reading json: JSONObject) {
        self.init()
        for side in Side.allCases {
            guard let marks = json.object(side.rawValue) else { continue }
            self[side].delivered = marks.integer("delivered") ?? 0
            self[side].seen = marks.integer("seen") ?? 0
        }
    }

    /// The higher of both, mark by mark.
    package func merged(with other: Marks) -> Marks {
        var merged = self
        for side in Side.allCases {
            merged[side].delivered = max(self[side].delivered, other[side].delivered)
            merged[side].seen = max(self[side].seen, other[side].seen)
        }
        return merged
    }
}

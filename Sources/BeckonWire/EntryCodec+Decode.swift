package import BeckonModel

extension EntryCodec {
    /// Reads what `encode` wrote.
    package static func decode(_ bytes: [UInt8]) throws(Failure) -> Entry {
        try bytes.withUnsafeBufferPointer { bytes throws(Failure) in
            guard UTF8Validator.isValid(UnsafeRawBufferPointer(bytes)),
                let json = try? JSONParser.members(of: bytes)
            else { throw .notAnEntry }
            let fields = EntryFields(json: json)
            let type = try fields.text("type")
            return Entry(
                ticket: try fields.ticket("ticket_id"), seq: try fields.integer("seq"),
                at: try fields.time("at"), body: try body(type, fields))
        }
    }

    private static func body(
        _ type: String, _ fields: EntryFields
    ) throws(Failure) -> EntryBody {
        switch type {
        case "ticket_created": return .created(try created(fields))
        case "message": return .message(try message(fields))
        case "system":
            let code: EntryBody.SystemLine.Code = try fields.value("code")
            return .system(.init(code, name: fields.optionalText("name")))
        case "assigned":
            return .assigned(
                try fields.staff("staff_id", "staff_name"),
                previous: fields.optionalText("previous").map(StaffID.init(unchecked:)))
        case "unassigned":
            return .unassigned(
                StaffID(unchecked: try fields.text("staff_id")),
                by: StaffID(unchecked: try fields.text("by")))
        case "staff_offline": return .staffOffline(try fields.staff("staff_id", "staff_name"))
        case "status": return .status(try statusChange(fields))
        case "priority":
            return .priority(
                try fields.value("priority"), was: try fields.value("was"),
                by: try fields.staff("by_id", "by_name"))
        case "note":
            return .note(
                .init(
                    author: try fields.staff("author_id", "author_name"),
                    text: try fields.text("text"), clientID: fields.clientID))
        case "rated":
            return .rated(
                Rating(score: try fields.integer("score"), comment: fields.optionalText("comment")))
        case "follow_up":
            return .followUp(to: try fields.ticket("to"), number: try fields.integer("number"))
        case "customer":
            return .customer(
                try fields.customer("user_id", "user_name"),
                was: UserID(unchecked: try fields.text("was")))
        case "hidden": return .hidden
        default: throw .notAnEntry
        }
    }

    private static func created(_ fields: EntryFields) throws(Failure) -> EntryBody.Created {
        .init(
            number: try fields.integer("number"),
            customer: try fields.customer("user_id", "user_name"),
            subject: try fields.text("subject"), priority: try fields.value("priority"),
            follows: fields.json.ticketID("follows"),
            clientID: fields.clientID)
    }

    private static func message(_ fields: EntryFields) throws(Failure) -> EntryBody.Message {
        .init(
            from: try fields.value("from"), authorID: try fields.text("author_id"),
            authorName: try fields.text("author_name"), text: try fields.text("text"),
            clientID: fields.clientID, isOffline: fields.isTrue("offline"))
    }

    private static func statusChange(
        _ fields: EntryFields
    ) throws(Failure) -> EntryBody.StatusChange {
        let by: EntryBody.StatusActor =
            switch try fields.text("by") {
            case "user": .user(try fields.customer("by_id", "by_name"))
            case "staff": .staff(try fields.staff("by_id", "by_name"))
            case "clock": .clock
            default: throw .notAnEntry
            }
        return .init(status: try fields.value("status"), was: try fields.value("was"), by: by)
    }
}

private struct EntryFields {
    let json: JSONMembers

    func text(_ name: StaticString) throws(EntryCodec.Failure) -> String {
        guard let text = optionalText(name) else { throw .notAnEntry }
        return text
    }

    func optionalText(_ name: StaticString) -> String? { json[name].flatMap(json.text) }

    func isTrue(_ name: StaticString) -> Bool {
        if case .parsed(.bool(true))? = json[name] { true } else { false }
    }

    func integer(_ name: StaticString) throws(EntryCodec.Failure) -> Int {
        guard case .parsed(.integer(let value))? = json[name] else { throw .notAnEntry }
        return value
    }

    func ticket(_ name: StaticString) throws(EntryCodec.Failure) -> TicketID {
        guard let ticket = json.ticketID(name) else { throw .notAnEntry }
        return ticket
    }

    func time(_ name: StaticString) throws(EntryCodec.Failure) -> Timestamp {
        guard let time = Timestamp(rfc3339: try text(name)) else { throw .notAnEntry }
        return time
    }

    func value<Value: RawRepresentable<String>>(
        _ name: StaticString
    ) throws(EntryCodec.Failure) -> Value {
        guard let value = Value(rawValue: try text(name)) else { throw .notAnEntry }
        return value
    }

    func staff(
        _ id: StaticString, _ name: StaticString
    ) throws(EntryCodec.Failure) -> StaffReference {
        StaffReference(id: StaffID(unchecked: try text(id)), name: try text(name))
    }

    func customer(
        _ id: StaticString, _ name: StaticString
    ) throws(EntryCodec.Failure) -> CustomerReference {
        CustomerReference(id: UserID(unchecked: try text(id)), name: try text(name))
    }

    var clientID: ClientID? {
        optionalText("client_id").map(ClientID.init(unchecked:))
    }
}

package import BeckonModel

extension EntryCodec {
    /// Reads what `encode` wrote, here or in any other version: what this one does not know becomes `unknown`.
    ///
    /// - Parameter isInternal: what stands beside the line in the log.
    /// - Throws: when the line is not an entry's JSON, or lacks what its type has always had.
    package static func decode(
        _ bytes: [UInt8], isInternal: Bool = false
    ) throws(Failure) -> Entry {
        try bytes.withUnsafeBufferPointer { bytes throws(Failure) in
            guard UTF8Validator.isValid(UnsafeRawBufferPointer(bytes)),
                let json = try? JSONParser.members(of: bytes)
            else { throw .notAnEntry }
            let fields = EntryFields(json: json)
            guard let head = try? fields.head() else { throw .notAnEntry }
            func entry(_ body: EntryBody) -> Entry {
                Entry(
                    ticket: head.ticket, seq: head.seq, at: head.at, body: body,
                    origin: fields.origin(of: body))
            }
            if head.needs <= Ticket.rulesVersion, let body = try body(head.type, fields) {
                return entry(body)
            }
            let unknown = EntryBody.Unknown(
                type: head.type, isInternal: isInternal, needs: head.needs,
                authorID: fields.optionalText("author_id"), clientID: fields.clientID,
                text: fields.optionalText("text"), bytes: Array(bytes))
            return entry(.unknown(unknown))
        }
    }

    /// Whether it begins and ends as `encode` writes this number of this ticket. What lies between is not looked at: so it costs nothing to ask of
    /// every line that is read.
    package static func hasForm(_ bytes: [UInt8], number: Seq, of ticket: TicketID) -> Bool {
        guard bytes.last == UInt8(ascii: "}") else { return false }
        let type: StaticString = #"{"type":""#
        let id: StaticString = #"","ticket_id":""#
        let seq: StaticString = #"","seq":"#
        return bytes.withUnsafeBufferPointer { bytes in
            var rest = bytes[...]
            guard rest.take(type), let end = rest.prefix(64).firstIndex(of: UInt8(ascii: "\""))
            else {
                return false
            }
            rest = rest[end...]
            guard rest.take(id), rest.count > 36,
                TicketID(UnsafeBufferPointer(rebasing: rest.prefix(36))) == ticket
            else { return false }
            rest = rest.dropFirst(36)
            guard rest.take(seq) else { return false }
            let digits = rest.prefix(20).prefix { (0x30...0x39).contains($0) }
            rest = rest.dropFirst(digits.count)
            return digits.elementsEqual("\(number)".utf8) && rest.first == UInt8(ascii: ",")
        }
    }

    /// Whether `decode` would find an entry with this number of this ticket; looks at nothing else of it.
    package static func isEntry(_ bytes: [UInt8], number: Seq, of ticket: TicketID) -> Bool {
        bytes.withUnsafeBufferPointer { bytes in
            guard UTF8Validator.isValid(UnsafeRawBufferPointer(bytes)),
                let json = try? JSONParser.members(of: bytes)
            else { return false }
            let fields = EntryFields(json: json)
            return json.ticketID("ticket_id") == ticket && (try? fields.integer("seq")) == number
        }
    }

    /// `nil` for what a newer version may have written.
    private static func body(
        _ type: String, _ fields: EntryFields
    ) throws(Failure) -> EntryBody? {
        do throws(EntryFields.Problem) {
            return try known(type, fields)
        } catch {
            switch error {
            case .unknown: return nil
            case .damaged: throw .notAnEntry
            }
        }
    }

    private static func known(
        _ type: String, _ fields: EntryFields
    ) throws(EntryFields.Problem) -> EntryBody {
        switch type {
        case "ticket_created": return .created(try created(fields))
        case "message": return .message(try message(fields))
        case "system":
            let code: EntryBody.SystemLine.Code = try fields.value("code")
            return .system(.init(code, name: fields.optionalText("name")))
        case "assigned":
            return .assigned(
                try fields.staff("staff_id", "staff_name"),
                previous: fields.optionalText("previous").map(StaffID.init(unchecked:)),
                by: fields.has("by_id") ? try fields.party() : nil)
        case "unassigned":
            return .unassigned(
                StaffID(unchecked: try fields.text("staff_id")),
                by: Party(
                    try fields.optionalValue("party") ?? .agent, id: try fields.text("by"),
                    name: fields.optionalText("by_name") ?? ""))
        case "staff_offline": return .staffOffline(try fields.staff("staff_id", "staff_name"))
        case "status": return .status(try statusChange(fields))
        case "priority":
            return .priority(
                try fields.value("priority"), was: try fields.value("was"),
                by: try fields.party())
        case "subject":
            return .subject(
                try fields.text("subject"), was: try fields.text("was"), by: try fields.party())
        case "tags":
            return .tags(
                added: try fields.ids("added"), removed: try fields.ids("removed"),
                by: try fields.party())
        case "moved":
            return .moved(
                to: try fields.place("inbox", "team"),
                from: try fields.place("was_inbox", "was_team"),
                by: try fields.party())
        case "note":
            return .note(
                .init(
                    author: Party(
                        try fields.optionalValue("party") ?? .agent,
                        id: try fields.text("author_id"), name: try fields.text("author_name")),
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
        case "damaged": return .damaged
        default: throw .unknown
        }
    }

    private static func created(_ fields: EntryFields) throws(EntryFields.Problem)
        -> EntryBody.Created
    {
        .init(
            number: try fields.integer("number"),
            customer: try fields.customer("user_id", "user_name"),
            subject: try fields.text("subject"), priority: try fields.value("priority"),
            follows: fields.json.ticketID("follows"),
            clientID: fields.clientID,
            inbox: fields.optionalText("inbox").map(DocumentID.init(unchecked:)) ?? .main,
            channel: try fields.optionalValue("channel") ?? .chat,
            by: fields.has("by_id") ? try fields.party(usually: .customer) : nil)
    }

    private static func message(_ fields: EntryFields) throws(EntryFields.Problem)
        -> EntryBody.Message
    {
        .init(
            from: try fields.value("from"), party: try fields.optionalValue("party"),
            channel: try fields.optionalValue("channel") ?? .chat,
            authorID: try fields.text("author_id"), authorName: try fields.text("author_name"),
            text: try fields.text("text"), clientID: fields.clientID,
            isOffline: fields.isTrue("offline"), details: try fields.details())
    }

    private static func statusChange(
        _ fields: EntryFields
    ) throws(EntryFields.Problem) -> EntryBody.StatusChange {
        let by: Party =
            switch try fields.text("by") {
            case "user": try fields.party(usually: .customer)
            case "staff": try fields.party()
            case "clock": .clock
            default: throw .unknown
            }
        return .init(status: try fields.value("status"), was: try fields.value("was"), by: by)
    }
}

private struct EntryFields {
    enum Problem: Error {
        /// A field is missing, or of the wrong type.
        case damaged
        /// A type or a value that this version does not know.
        case unknown
    }

    let json: JSONMembers

    /// What every entry has.
    func head() throws(Problem) -> (
        type: String, ticket: TicketID, seq: Seq, at: Timestamp, needs: Int
    ) {
        (
            try text("type"), try ticket("ticket_id"), try integer("seq"), try time("at"),
            try optionalInteger("needs") ?? 0
        )
    }

    func text(_ name: StaticString) throws(Problem) -> String {
        guard let text = optionalText(name) else { throw .damaged }
        return text
    }

    func optionalText(_ name: StaticString) -> String? { json[name].flatMap(json.text) }

    func isTrue(_ name: StaticString) -> Bool {
        if case .parsed(.bool(true))? = json[name] { true } else { false }
    }

    func integer(_ name: StaticString) throws(Problem) -> Int {
        guard case .parsed(.integer(let value))? = json[name] else { throw .damaged }
        return value
    }

    func optionalInteger(_ name: StaticString) throws(Problem) -> Int? {
        json[name] == nil ? nil : try integer(name)
    }

    func ticket(_ name: StaticString) throws(Problem) -> TicketID {
        guard let ticket = json.ticketID(name) else { throw .damaged }
        return ticket
    }

    func time(_ name: StaticString) throws(Problem) -> Timestamp {
        guard let time = Timestamp(rfc3339: try text(name)) else { throw .damaged }
        return time
    }

    func value<Value: RawRepresentable<String>>(
        _ name: StaticString
    ) throws(Problem) -> Value {
        guard let value = Value(rawValue: try text(name)) else { throw .unknown }
        return value
    }

    func staff(
        _ id: StaticString, _ name: StaticString
    ) throws(Problem) -> StaffReference {
        StaffReference(id: StaffID(unchecked: try text(id)), name: try text(name))
    }

    func customer(
        _ id: StaticString, _ name: StaticString
    ) throws(Problem) -> CustomerReference {
        CustomerReference(id: UserID(unchecked: try text(id)), name: try text(name))
    }

    func has(_ name: StaticString) -> Bool { json[name] != nil }

    func optionalValue<Value: RawRepresentable<String>>(
        _ name: StaticString
    ) throws(Problem) -> Value? {
        has(name) ? try value(name) : nil
    }

    /// `kind`: where nothing is said.
    func party(usually kind: Party.Kind = .agent) throws(Problem) -> Party {
        Party(
            try optionalValue("party") ?? kind, id: try text("by_id"), name: try text("by_name"))
    }

    func place(_ inbox: StaticString, _ team: StaticString) throws(Problem) -> Place {
        Place(
            inbox: DocumentID(unchecked: try text(inbox)),
            team: optionalText(team).map(DocumentID.init(unchecked:)))
    }

    func ids(_ name: StaticString) throws(Problem) -> [DocumentID] {
        guard case .parsed(.array(let values))? = json[name] else { throw .damaged }
        var ids: [DocumentID] = []
        for value in values {
            guard case .string(let id) = value else { throw .damaged }
            ids.append(DocumentID(unchecked: id))
        }
        return ids
    }

    /// What few messages have.
    func details() throws(Problem) -> MessageDetails? {
        guard has("external_id") || has("attachments") else { return nil }
        var attachments: [Attachment] = []
        if case .parsed(.array(let values))? = json["attachments"] {
            for value in values {
                // Of another version's files only what is known here is read.
                guard case .object(let file) = value, let id = file.text("id") else { continue }
                attachments.append(
                    Attachment(
                        id: DocumentID(unchecked: id), name: file.text("name") ?? id,
                        type: file.text("type") ?? "application/octet-stream",
                        bytes: file.integer("bytes") ?? 0))
            }
        }
        return MessageDetails(
            externalID: optionalText("external_id").map(ExternalID.init(unchecked:)),
            attachments: attachments)
    }

    /// Of a command that had a client id, where the body does not say so itself.
    func origin(of body: EntryBody) -> Entry.Origin? {
        switch body {
        case .message, .note, .created, .unknown, .damaged, .hidden: return nil
        default:
            guard let clientID, let author = optionalText("author_id") else { return nil }
            return Entry.Origin(authorID: author, clientID: clientID)
        }
    }

    var clientID: ClientID? {
        optionalText("client_id").map(ClientID.init(unchecked:))
    }
}

extension Slice<UnsafeBufferPointer<UInt8>> {
    /// Takes the text off the beginning; `false`, and unchanged, when it does not stand there.
    fileprivate mutating func take(_ text: StaticString) -> Bool {
        let text = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
        guard starts(with: text) else { return false }
        self = dropFirst(text.count)
        return true
    }
}

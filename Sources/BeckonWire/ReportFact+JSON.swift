package import BeckonModel

/// Facts for reports as they travel.
extension ReportFact {
    package static let schema = Schema.named(
        "ReportFact",
        .object([
            .required("kind", .choice(of: Kind.self)), .required("ticket_id", .ticketID),
            .required("number", .number), .required("seq", .number, "Of the entry that says it."),
            .required("at", .time), .required("inbox", .personID), .required("user_id", .personID),
            .optional("staff_id", .personID, "Who did it, or had the ticket."),
            .optional(
                "value", .number,
                "Seconds: of `first_response`, `resolved` and `closed` since it was created, of `picked` since its customer waits. Of `rated` the score."
            ),
        ]))

    package func write(into json: inout JSONWriter) {
        json.field("kind", kind.rawValue)
        json.field("ticket_id", ticket)
        json.field("number", number)
        json.field("seq", seq)
        json.field("at", at)
        json.field("inbox", inbox.rawValue)
        json.field("user_id", customer.rawValue)
        if let agent { json.field("staff_id", agent.rawValue) }
        if let value { json.field("value", value) }
    }
}

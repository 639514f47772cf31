package import BeckonModel

/// What webhooks are sent, in the form of Standard Webhooks 1.0.0: what happened, when, and to what.
package enum WebhookJSON {
    /// The event of a test delivery, which no hook has to ask for.
    package static let testEvent = "webhook.test"

    /// `entry`: the line as it is stored. The ticket may be newer than that.
    package static func encode(
        _ event: WebhookEvent, at time: Timestamp, entry: [UInt8], ticket: Ticket, marks: Marks
    ) -> [UInt8] {
        JSONWriter.object { json in
            json.field("type", event.rawValue)
            json.field("timestamp", time)
            json.object("data") { json in
                json.raw("ticket", TicketJSON.encode(ticket, marks: marks))
                json.raw("entry", entry)
            }
        }
    }

    package static func encodeTest(at time: Timestamp) -> [UInt8] {
        JSONWriter.object { json in
            json.field("type", testEvent)
            json.field("timestamp", time)
            json.object("data") { _ in }
        }
    }

    package static let schema = Schema.named(
        "WebhookMessage",
        .object([
            .required("type", .choice(WebhookEvent.allCases.map(\.rawValue) + [testEvent])),
            .required("timestamp", .time, "When it happened."),
            .required(
                "data",
                .object([
                    .optional(
                        "ticket", TicketJSON.schema,
                        "As it was when the message was put together, perhaps later than `entry`."),
                    .optional("entry", EntryCodec.schema, "What happened."),
                ]), "Empty in a test delivery."),
        ]))
}

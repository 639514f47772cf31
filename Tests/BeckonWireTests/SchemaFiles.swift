import BeckonModel
import BeckonWire

/// The schemas of what travels, each a document of its own with what it refers to.
enum SchemaFiles {
    static let all: [(path: String, text: String)] = [
        ("contract/schemas/ticket.json", document(TicketJSON.schema, "A ticket.")),
        ("contract/schemas/entry.json", document(EntryCodec.schema, "One line of a ticket's log.")),
        (
            "contract/schemas/client-frame.json",
            document(ClientFrame.schema, "What a client sends on a socket.")
        ),
        (
            "contract/schemas/server-frame.json",
            document(ServerFrame.schema, "What the server sends on a socket.")
        ),
        (
            "contract/schemas/webhook.json",
            document(WebhookJSON.schema, "What a webhook is sent.")
        ),
        (
            "contract/schemas/error.json",
            document(Failure.schema, "The body of an answer that is an error.")
        ),
        ("contract/errors.json", errors),
    ]

    private static func document(_ schema: Schema, _ about: String) -> String {
        var named: [String: Schema] = [:]
        for part in schema.parts { part.collect(into: &named) }
        let definitions = named.sorted { $0.key < $1.key }.map { name, schema in
            (name, schema.definition(references: references))
        }
        var document: JSONObject = [
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "description": .string(about),
        ]
        if case .object(let members) = schema.definition(references: references) {
            document = document + members
        }
        if !definitions.isEmpty { document.append("$defs", .object(JSONObject(definitions))) }
        return JSONValue.object(document).lines() + "\n"
    }

    private static let references = "#/$defs/"

    private static let errors =
        JSONValue.object(
            JSONObject(
                Failure.Code.allCases.map { code in
                    (code.rawValue, ["status": .integer(code.status)])
                })
        ).lines() + "\n"
}

extension Schema {
    /// What stands in it directly.
    fileprivate var parts: [Schema] {
        switch self {
        case .named(_, let schema): schema.parts
        case .anyOf(let schemas): schemas
        default: fields.map(\.schema)
        }
    }
}

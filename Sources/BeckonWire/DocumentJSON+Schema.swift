package import BeckonModel

/// Documents in the contract: each kind's value follows from its fields.
extension FieldForm {
    var schema: Schema {
        switch self {
        case .text(let min, let max, _): .text(min...max)
        case .colour: .form(.colour)
        case .origin: .form(.uri)
        case .url: .text(0...Limits.addressCharacters)
        case .secret: .anyOf([.time, .constant("")])
        case .boolean: .boolean
        case .integer(let range): .integer(range)
        case .choice(let choices): .choice(choices)
        case .list(let item, let max): .array(item.schema, 0...max)
        case .map(let keys, let item): .object(keys.map { .optional($0, item.schema) })
        case .reference: .personID
        }
    }

    /// What a description for forms may have, whatever the field is.
    fileprivate static let descriptionFields: [Schema.Field] = [
        .required("type", .text), .optional("min", .integer(.min ... .max)),
        .optional("max", .integer(.min ... .max)), .optional("lines", .number),
        .optional("choices", .array(.text)), .optional("keys", .array(.text)),
        .optional("kind", .text),
    ]
    private static let innermost = Schema.object(descriptionFields)
    fileprivate static let description = Schema.object(
        descriptionFields + [.optional("item", innermost)])
}

extension DocumentKind {
    /// The value as it is sent: every field that this version knows.
    package var valueSchema: Schema {
        .named(Self.typeName(name), .object(fields.map { .required($0.name, $0.form.schema) }))
    }

    /// As it is received: what is not named stays as it is.
    package var draftSchema: Schema {
        .named(
            Self.typeName(name) + "Draft",
            Schema.object(fields.map { .optional($0.name, $0.form.schema) }).asReceived)
    }

    private static func typeName(_ kind: String) -> String {
        kind.prefix(1).uppercased() + kind.dropFirst()
    }

    package static let anyValue = Schema.anyOf(all.map(\.valueSchema))
    package static let anyDraft = Schema.anyOf(all.map(\.draftSchema))
}

extension Settings.Item {
    package static let schema = Schema.named(
        "Document",
        .object([
            .required("kind", .choice(DocumentKind.all.map(\.name))), .required("id", .personID),
            .required("revision", .number, "0: it was never saved."),
            .required("archived", .boolean), .required("value", DocumentKind.anyValue),
        ]))
}

extension DocumentKind {
    package static let schema = Schema.named(
        "DocumentKind",
        .object([
            .required("kind", .text), .optional("title", .text, "The field that names one."),
            .required("own", .boolean, "Each agent has one, by their own id."),
            .required("may_change", .boolean), .required("may_create", .boolean),
            .required("permanent", .array(.personID), "Those that are always there."),
            .required(
                "fields",
                .array(
                    .object(
                        [.required("name", .text)] + FieldForm.description.fields
                            + [.required("default", .any)]))),
        ]))
}

extension DocumentJSON {
    package static let changeSchema = Schema.named(
        "DocumentChange",
        .object([
            .required("revision", .number), .required("kind", .text), .required("id", .personID),
            .required("at", .time),
            .required(
                "by",
                .object([
                    .required("party", .text), .required("id", .text), .required("name", .text),
                ])),
            .required("before", .nullable(DocumentKind.anyValue), "`null`: it was not there."),
            .required("after", .nullable(DocumentKind.anyValue), "`null`: it was archived."),
        ]))
}

extension FieldError {
    package static let schema = Schema.named(
        "FieldError",
        .object([
            .required("field", .text, "Where: `greeting`, `origins[1]`, `greetings.de`."),
            .required(
                "problem",
                .choice([
                    "missing", "wrong_type", "empty", "too_long", "too_short", "too_small",
                    "too_large", "not_allowed", "taken", "unknown", "private_address",
                ])),
            .optional("max", .integer(.min ... .max)), .optional("min", .integer(.min ... .max)),
        ]))
}

import BeckonModel

/// What a value of the API may be. One value says it to readers, as JSON Schema (2020-12), and holds what is received against it, so that the
/// document and the server cannot differ.
///
/// What is sent may grow: readers ignore fields that they do not know.
package indirect enum Schema: Hashable, Sendable {
    case any
    case boolean
    /// A text of so many characters (Unicode scalars).
    case text(ClosedRange<Int>)
    /// A text of a known form.
    case form(Form)
    case constant(String)
    case choice([String])
    /// A text that is none of these.
    case otherThan([String])
    case integer(ClosedRange<Int>)
    case array(Schema, ClosedRange<Int>)
    case object([Field])
    case anyOf([Schema])
    case nullable(Schema)
    /// One with a name, under which others refer to it.
    case named(String, Schema)

    package struct Field: Hashable, Sendable {
        package let name: String
        package let schema: Schema
        package let isRequired: Bool
        package let about: String?

        private init(_ name: String, _ schema: Schema, _ about: String?, isRequired: Bool) {
            self.name = name
            self.schema = schema
            self.about = about
            self.isRequired = isRequired
        }

        package static func required(
            _ name: String, _ schema: Schema, _ about: String? = nil
        ) -> Field {
            Field(name, schema, about, isRequired: true)
        }

        /// In what is received, `null` counts as absent.
        package static func optional(
            _ name: String, _ schema: Schema, _ about: String? = nil
        ) -> Field {
            Field(name, schema, about, isRequired: false)
        }

        package var asOptional: Field { Field(name, schema, about, isRequired: false) }

        func saying(_ schema: Schema) -> Field {
            Field(name, schema, about, isRequired: isRequired)
        }
    }

    /// A text that the model or the server reads further.
    package enum Form: Hashable, Sendable, CaseIterable {
        case ticketID, personID, clientID, time, uri, colour, email
    }
}

extension Schema {
    package static var text: Schema { .text(0...Int.max) }
    package static var number: Schema { .integer(0...Int.max) }
    package static var ticketID: Schema { .form(.ticketID) }
    package static var personID: Schema { .form(.personID) }
    /// Documents are named as people are.
    package static var documentID: Schema { .form(.personID) }
    package static var clientID: Schema { .form(.clientID) }
    package static var time: Schema { .form(.time) }

    /// A text of 1 to `max` characters.
    package static func text(max: Int) -> Schema { .text(1...max) }

    package static func array(_ schema: Schema, max: Int = .max) -> Schema {
        .array(schema, 0...max)
    }

    /// One of all the values that an enumeration has.
    package static func choice<Value: RawRepresentable<String> & CaseIterable>(
        of _: Value.Type
    ) -> Schema {
        .choice(Value.allCases.map(\.rawValue))
    }

    /// The fields of an object, whether it has a name or not.
    package var fields: [Field] {
        switch self {
        case .object(let fields): fields
        case .named(_, let schema): schema.fields
        default: []
        }
    }

    /// As it is received: what may be absent may be `null`, too.
    package var asReceived: Schema {
        switch self {
        case .object(let fields):
            .object(
                fields.map { $0.isRequired ? $0 : $0.saying(.nullable($0.schema.asReceived)) })
        case .named(let name, let schema): .named(name, schema.asReceived)
        default: self
        }
    }

    /// All named schemas in this one, by their names.
    package func collect(into named: inout [String: Schema]) {
        switch self {
        case .any, .boolean, .text, .form, .constant, .choice, .otherThan, .integer: break
        case .array(let element, _): element.collect(into: &named)
        case .object(let fields): for field in fields { field.schema.collect(into: &named) }
        case .anyOf(let schemas): for schema in schemas { schema.collect(into: &named) }
        case .nullable(let schema): schema.collect(into: &named)
        case .named(let name, let schema):
            if named.updateValue(schema, forKey: name) == nil { schema.collect(into: &named) }
        }
    }
}

extension Schema.Form {
    /// For people and generators of clients; `matches` is what holds.
    var pattern: String? {
        switch self {
        case .ticketID:
            "^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$"
        case .personID: "^[A-Za-z0-9_.-]{1,\(Limits.identifierBytes)}$"
        case .clientID: "^[!-~]{1,\(Limits.identifierBytes)}$"
        case .time: #"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$"#
        case .colour: "^#[0-9A-Fa-f]{6}$"
        case .uri, .email: nil
        }
    }

    var format: String? {
        switch self {
        case .ticketID: "uuid"
        case .time: "date-time"
        case .uri: "uri"
        case .email: "email"
        case .personID, .clientID, .colour: nil
        }
    }

    func matches(_ text: String) -> Bool {
        switch self {
        case .ticketID: TicketID(text) != nil
        case .personID: UserID(text) != nil
        case .clientID: ClientID(text) != nil
        case .time: Timestamp(rfc3339: text) != nil
        // Read by what takes them, with an error of its own.
        case .uri, .colour, .email: true
        }
    }
}

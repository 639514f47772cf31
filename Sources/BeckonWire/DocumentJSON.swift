package import BeckonModel

/// Documents and what is said of their kinds, as they travel.
package enum DocumentJSON {
    package static func encode(_ item: Settings.Item) -> [UInt8] {
        JSONWriter.object { write(item, into: &$0) }
    }

    package static func write(_ item: Settings.Item, into json: inout JSONWriter) {
        json.field("kind", item.key.kind)
        json.field("id", item.key.id.rawValue)
        json.field("revision", item.revision)
        json.field("archived", item.isArchived)
        let value = DocumentKind.named(item.key.kind)?.value(of: item.stored) ?? item.stored
        json.field("value", JSONValue.object(value))
    }

    package static func write(_ kind: DocumentKind, mayChange: Bool, into json: inout JSONWriter) {
        json.field("kind", kind.name)
        json.field("title", kind.title)
        json.field("own", kind.access == .own)
        json.field("may_change", mayChange)
        json.field("may_create", mayChange && !kind.isPersonal)
        json.array("permanent", kind.permanent.map(\.rawValue).sorted()) { $0.string($1) }
        json.array("fields", kind.fields) { json, field in
            json.object { json in
                json.field("name", field.name)
                write(field.form, into: &json)
                json.field("default", field.first)
            }
        }
    }

    private static func write(_ form: FieldForm, into json: inout JSONWriter) {
        json.field("type", form.name)
        switch form {
        case .text(let min, let max, let lines):
            json.field("min", min)
            json.field("max", max)
            json.field("lines", lines)
        case .integer(let range):
            json.field("min", range.lowerBound)
            json.field("max", range.upperBound)
        case .choice(let choices): json.array("choices", choices) { $0.string($1) }
        case .list(let item, let max):
            json.field("max", max)
            json.object("item") { write(item, into: &$0) }
        case .map(let keys, let item):
            json.array("keys", keys) { $0.string($1) }
            json.object("item") { write(item, into: &$0) }
        case .reference(let kind): json.field("kind", kind)
        case .colour, .origin, .url, .secret, .boolean: break
        }
    }
}

/// A kind of document without its type: what routes, store, forms and the contract need to know of it.
package struct DocumentKind: Sendable {
    package struct Field: Hashable, Sendable {
        package let name: String
        package let form: FieldForm
        package let first: JSONValue
    }

    package let name: String
    package let access: DocumentAccess
    package let title: String?
    package let permanent: Set<DocumentID>
    package let fields: [Field]
    /// One for each agent, by their id: there, with its defaults, before it was ever saved.
    package var isPersonal: Bool { title == nil }
    private let read: @Sendable (JSONObject) -> any Document
    private let show: @Sendable (JSONObject) -> JSONObject
    private let examine: @Sendable (JSONObject, JSONObject, Writer) -> Result

    /// Who writes: some fields are the server's alone.
    package enum Writer: Hashable, Sendable { case people, server }

    package enum Result: Hashable, Sendable {
        case good(JSONObject)
        case bad([FieldError])
    }

    package init<Kind: Document>(_ type: Kind.Type) {
        name = Kind.kind
        access = Kind.access
        title = Kind.title
        permanent = Kind.permanent
        let first = Kind()
        fields = Kind.fields.map { Field(name: $0.name, form: $0.form, first: $0.get(first)) }
        read = { Kind(reading: $0) }
        show = { Kind(reading: $0).written(over: JSONObject()) }
        examine = { Kind.check($0, over: $1, by: $2) }
    }

    /// The typed document of what is stored.
    package func document(_ stored: JSONObject) -> any Document { read(stored) }

    /// What is to be stored when somebody sends `value` for a document that is `stored` until now: what they do not name stays, `null` stands for
    /// the default, what nobody here knows is not taken from them. Or all that is wrong with it.
    package func check(
        _ value: JSONObject, over stored: JSONObject = JSONObject(), by writer: Writer = .people
    ) -> Result {
        examine(value, stored, writer)
    }

    /// The fields that this version knows, as they are said to people and programs.
    package func value(of stored: JSONObject) -> JSONObject { show(stored) }

    /// Something that a value names: where, and what.
    package struct Reference: Hashable, Sendable {
        package let field: String
        package let kind: String
        package let id: DocumentID
    }

    package func references(in value: JSONObject) -> [Reference] {
        fields.flatMap { field -> [Reference] in
            switch (field.form, value[field.name]) {
            case (.reference(let kind), .string(let id)?) where !id.isEmpty:
                return [Reference(field: field.name, kind: kind, id: DocumentID(unchecked: id))]
            case (.list(.reference(let kind), _), .array(let ids)?):
                return ids.enumerated().compactMap { index, id in
                    guard case .string(let id) = id else { return nil }
                    return Reference(
                        field: "\(field.name)[\(index)]", kind: kind,
                        id: DocumentID(unchecked: id))
                }
            default: return []
            }
        }
    }
}

extension Document {
    /// Tolerant: what is absent or of another type has its default.
    package init(reading stored: JSONObject) {
        self.init()
        for field in Self.fields {
            if let value = stored[field.name] { _ = field.set(&self, value) }
        }
    }

    static func check(
        _ value: JSONObject, over stored: JSONObject, by writer: DocumentKind.Writer = .people
    ) -> DocumentKind.Result {
        var document = Self(reading: stored)
        let first = Self()
        var errors: [FieldError] = []
        for field in fields {
            guard let sent = value[field.name] else { continue }
            let checked =
                sent == .null ? .good(field.get(first)) : field.form.check(sent, at: field.name)
            switch checked {
            case .good(let value)
            where field.form == .secret && writer == .people && value != field.get(document):
                errors.append(FieldError(field.name, .notAllowed))
            case .good(let value): _ = field.set(&document, value)
            case .bad(let problems): errors += problems
            }
        }
        if errors.isEmpty { errors = document.check() }
        return errors.isEmpty ? .good(document.written(over: stored)) : .bad(errors)
    }

    /// Fields that only another version knows stay as they are.
    func written(over stored: JSONObject) -> JSONObject {
        let names = Set(Self.fields.map(\.name))
        let unknown = stored.members.filter { !names.contains($0.name) }
        return JSONObject(
            Self.fields.map { .init(name: $0.name, value: $0.get(self)) } + unknown)
    }
}

/// Something that people set and everybody reads: an inbox, a team, one's own preferences. One struct per kind is all that a kind is: its
/// fields say how it is read, checked, written, painted as a form and described in the contract.
///
/// A stored document is read tolerantly: what is absent, or of another type than this version knows, has its default; what this version does
/// not know stays where it is when the document is saved.
package protocol Document: Hashable, Sendable {
    /// In paths, in the store and as the key of its words. Never changes.
    static var kind: String { get }
    static var access: DocumentAccess { get }
    static var fields: [DocumentField<Self>] { get }
    /// The field by which people call it; `nil` when there is one for each person.
    static var title: String? { get }
    /// These are always there: with their defaults until somebody has saved them, and never archived.
    static var permanent: Set<DocumentID> { get }

    /// Everything as it is at first.
    init()

    /// What is wrong with its values together; each alone is good.
    func check() -> [FieldError]
}

extension Document {
    package static var title: String? { "name" }
    package static var permanent: Set<DocumentID> { [] }
    package func check() -> [FieldError] { [] }
}

/// Who may read and who may change documents of a kind.
package enum DocumentAccess: Hashable, Sendable {
    /// Staff read them, admins change them.
    case administration
    /// Who has that right reads and changes them; others hear at most that one has changed.
    case holders(of: Right)
    /// Each agent has one, by their own id, which nobody else reads or changes.
    case own
}

/// One field of a kind, and how it stands in the struct.
package struct DocumentField<Kind: Document>: Sendable {
    package let name: String
    package let form: FieldForm
    let get: @Sendable (Kind) -> JSONValue
    /// `false` when the value has another type; then nothing has changed.
    let set: @Sendable (inout Kind, JSONValue) -> Bool
}

extension DocumentField {
    package typealias Path<Value> = any WritableKeyPath<Kind, Value> & Sendable

    package static func text(
        _ name: String, _ path: Path<String>, _ characters: ClosedRange<Int>, lines: Int = 1
    ) -> Self {
        string(
            name, path, .text(min: characters.lowerBound, max: characters.upperBound, lines: lines))
    }

    package static func url(_ name: String, _ path: Path<String>) -> Self {
        string(name, path, .url)
    }

    package static func secret(_ name: String, _ path: Path<String>) -> Self {
        string(name, path, .secret)
    }

    package static func colour(_ name: String, _ path: Path<String>) -> Self {
        string(name, path, .colour)
    }

    package static func choice(
        _ name: String, _ path: Path<String>, _ choices: [String]
    ) -> Self {
        string(name, path, .choice(choices))
    }

    package static func boolean(_ name: String, _ path: Path<Bool>) -> Self {
        DocumentField(
            name: name, form: .boolean, get: { .bool($0[keyPath: path]) },
            set: { kind, value in
                guard case .bool(let flag) = value else { return false }
                kind[keyPath: path] = flag
                return true
            })
    }

    package static func integer(
        _ name: String, _ path: Path<Int>, _ range: ClosedRange<Int>
    ) -> Self {
        DocumentField(
            name: name, form: .integer(range), get: { .integer($0[keyPath: path]) },
            set: { kind, value in
                guard case .integer(let number) = value else { return false }
                kind[keyPath: path] = number
                return true
            })
    }

    /// Texts of that form, each once.
    package static func list(
        _ name: String, _ path: Path<[String]>, of item: FieldForm, max: Int
    ) -> Self {
        DocumentField(
            name: name, form: .list(item, max: max),
            get: { .array($0[keyPath: path].map(JSONValue.string)) },
            set: { kind, value in
                guard case .array(let values) = value else { return false }
                let texts = values.compactMap(\.text)
                guard texts.count == values.count else { return false }
                kind[keyPath: path] = texts
                return true
            })
    }

    /// Texts of that form by name.
    package static func map(
        _ name: String, _ path: Path<[String: String]>, keys: [String], of item: FieldForm
    ) -> Self {
        DocumentField(
            name: name, form: .map(keys: keys, item),
            get: { kind in
                let texts = kind[keyPath: path]
                return .object(
                    JSONObject(
                        keys.compactMap { key in
                            texts[key].map { JSONObject.Member(name: key, value: .string($0)) }
                        }))
            },
            set: { kind, value in
                guard case .object(let object) = value else { return false }
                var texts: [String: String] = [:]
                for member in object.members {
                    guard let text = member.value.text else { return false }
                    texts[member.name] = text
                }
                kind[keyPath: path] = texts
                return true
            })
    }

    private static func string(
        _ name: String, _ path: Path<String>, _ form: FieldForm
    ) -> Self {
        DocumentField(
            name: name, form: form, get: { .string($0[keyPath: path]) },
            set: { kind, value in
                guard let text = value.text else { return false }
                kind[keyPath: path] = text
                return true
            })
    }
}

extension JSONValue {
    fileprivate var text: String? {
        if case .string(let text) = self { text } else { nil }
    }
}

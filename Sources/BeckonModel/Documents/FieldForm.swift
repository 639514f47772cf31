/// What a field of a document may hold. The server checks by it, pages paint a form from it, and the contract's schema is made of it.
package indirect enum FieldForm: Hashable, Sendable {
    /// Trimmed; characters are Unicode scalars. One line unless `lines` says more, and then without control characters.
    case text(min: Int, max: Int, lines: Int)
    /// `#rrggbb` in lower case.
    case colour
    /// `http://host[:port]` or `https://host[:port]`, in the form of `PublicURL`.
    case origin
    /// Where requests are sent, in the form of `WebAddress`. Empty: nowhere yet.
    case url
    /// When the secret was made that the server keeps beside the document (RFC 3339); empty: there is none. Only the server writes it.
    case secret
    case boolean
    case integer(ClosedRange<Int>)
    case choice([String])
    /// No value twice.
    case list(FieldForm, max: Int)
    /// Values by name; an empty text says nothing and is left out.
    case map(keys: [String], FieldForm)
    /// The id of a document of that kind, or of an `agent`.
    case reference(kind: String)

    /// As the description for pages names it.
    package var name: String {
        switch self {
        case .text: "text"
        case .colour: "colour"
        case .origin: "origin"
        case .url: "url"
        case .secret: "secret"
        case .boolean: "boolean"
        case .integer: "integer"
        case .choice: "choice"
        case .list: "list"
        case .map: "map"
        case .reference: "reference"
        }
    }

    /// The value in its own form, or all that is wrong with it. Pure, and linear in the value.
    package func check(_ value: JSONValue, at field: String) -> Checked {
        switch self {
        case .text(let min, let max, let lines):
            return Self.text(value, at: field) { Self.check($0, min, max, lines) }
        case .colour:
            return Self.text(value, at: field) { text in
                let colour = text.lowercased()
                return Self.isColour(colour) ? .success(colour) : .failure(.notAllowed)
            }
        case .origin:
            return Self.text(value, at: field) { text in
                PublicURL(text).map { .success($0.origin) } ?? .failure(.notAllowed)
            }
        case .url:
            return Self.text(value, at: field) { text in
                if text.utf8.count > Limits.addressCharacters {
                    return .failure(.tooLong(max: Limits.addressCharacters))
                }
                let address = Text.trimmed(text)
                if address.isEmpty { return .success("") }
                return WebAddress(address).map { .success($0.text) } ?? .failure(.notAllowed)
            }
        case .secret: return Self.text(value, at: field) { .success($0) }
        case .choice(let choices):
            return Self.text(value, at: field) { text in
                choices.contains(text) ? .success(text) : .failure(.notAllowed)
            }
        case .reference:
            return Self.text(value, at: field) { text in
                DocumentID(text).map { .success($0.rawValue) } ?? .failure(.notAllowed)
            }
        case .boolean:
            if case .bool = value { return .good(value) }
            return .bad([FieldError(field, .wrongType)])
        case .integer(let range):
            guard case .integer(let number) = value else {
                return .bad([FieldError(field, .wrongType)])
            }
            if number < range.lowerBound {
                return .bad([FieldError(field, .tooSmall(min: range.lowerBound))])
            }
            if number > range.upperBound {
                return .bad([FieldError(field, .tooLarge(max: range.upperBound))])
            }
            return .good(value)
        case .list(let item, let max): return Self.check(value, listOf: item, max, at: field)
        case .map(let keys, let item): return Self.check(value, mapOf: item, keys, at: field)
        }
    }

    package enum Checked: Hashable, Sendable {
        case good(JSONValue)
        case bad([FieldError])
    }

    // MARK: Texts

    private enum TextCheck {
        case success(String)
        case failure(FieldProblem)
    }

    private static func text(
        _ value: JSONValue, at field: String, _ check: (String) -> TextCheck
    ) -> Checked {
        guard case .string(let text) = value else { return .bad([FieldError(field, .wrongType)]) }
        switch check(text) {
        case .success(let text): return .good(.string(text))
        case .failure(let problem): return .bad([FieldError(field, problem)])
        }
    }

    private static func check(_ raw: String, _ min: Int, _ max: Int, _ lines: Int) -> TextCheck {
        let text = Text.trimmed(raw)
        let count = text.unicodeScalars.count
        if count > max { return .failure(.tooLong(max: max)) }
        if !text.isEmpty || min > 0 {
            guard text.unicodeScalars.contains(where: Text.isVisible) else {
                return .failure(.empty)
            }
        }
        if count < min { return .failure(.tooShort(min: min)) }
        let isRefused = text.unicodeScalars.contains { scalar in
            Text.isUnfit(scalar) && !(lines > 1 && (scalar == "\n" || scalar == "\r"))
        }
        return isRefused ? .failure(.notAllowed) : .success(text)
    }

    private static func isColour(_ text: String) -> Bool {
        text.utf8.count == 7 && text.utf8.first == UInt8(ascii: "#")
            && text.utf8.dropFirst().allSatisfy { byte in
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
            }
    }

    // MARK: Lists and maps

    private static func check(
        _ value: JSONValue, listOf item: FieldForm, _ max: Int, at field: String
    ) -> Checked {
        guard case .array(let values) = value else { return .bad([FieldError(field, .wrongType)]) }
        guard values.count <= max else { return .bad([FieldError(field, .tooLong(max: max))]) }
        var good: [JSONValue] = []
        var seen: Set<JSONValue> = []
        var bad: [FieldError] = []
        for (index, value) in values.enumerated() {
            switch item.check(value, at: "\(field)[\(index)]") {
            case .good(let value): if seen.insert(value).inserted { good.append(value) }
            case .bad(let errors): bad += errors
            }
        }
        return bad.isEmpty ? .good(.array(good)) : .bad(bad)
    }

    private static func check(
        _ value: JSONValue, mapOf item: FieldForm, _ keys: [String], at field: String
    ) -> Checked {
        guard case .object(let object) = value else {
            return .bad([FieldError(field, .wrongType)])
        }
        var good = JSONObject()
        var bad: [FieldError] = []
        for member in object.members where !keys.contains(member.name) {
            let key = Text.clipped(member.name, characters: 40)
            bad.append(FieldError("\(field).\(key)", .unknown))
        }
        for key in keys {
            guard let value = object[key], value != .null, value != .string("") else { continue }
            switch item.check(value, at: "\(field).\(key)") {
            case .good(.string("")): break
            case .good(let value): good.append(key, value)
            case .bad(let errors): bad += errors
            }
        }
        return bad.isEmpty ? .good(.object(good)) : .bad(bad)
    }
}

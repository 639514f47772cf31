package import BeckonModel

extension Schema {
    /// Where a value is not what it may be: the place of each mistake (`origins[1]`; empty for the value itself) and what is wrong there.
    /// Fields that the schema does not have are left alone.
    package func mistakes(in value: JSONValue, at place: String = "") -> [Mistake] {
        switch (self, value) {
        case (.any, _), (.boolean, .bool): return []
        case (.nullable(let schema), _):
            return value == .null ? [] : schema.mistakes(in: value, at: place)
        case (.named(_, let schema), _): return schema.mistakes(in: value, at: place)
        case (.anyOf(let schemas), _):
            let all = schemas.map { $0.mistakes(in: value, at: place) }
            return all.contains([]) ? [] : all.first ?? []
        case (.text(let range), .string(let text)):
            return Self.length(of: text, range).map { [Mistake(place, $0)] } ?? []
        case (.form(let form), .string(let text)):
            return form.matches(text) ? [] : [Mistake(place, .notAllowed)]
        case (.constant(let wanted), .string(let text)):
            return text == wanted ? [] : [Mistake(place, .notAllowed)]
        case (.choice(let texts), .string(let text)):
            return texts.contains(text) ? [] : [Mistake(place, .notAllowed)]
        case (.otherThan(let texts), .string(let text)):
            return texts.contains(text) ? [Mistake(place, .notAllowed)] : []
        case (.integer(let range), .integer(let number)):
            if number < range.lowerBound {
                return [Mistake(place, .tooSmall(min: range.lowerBound))]
            }
            return number > range.upperBound
                ? [Mistake(place, .tooLarge(max: range.upperBound))] : []
        case (.array(let element, let range), .array(let values)):
            if values.count > range.upperBound {
                return [Mistake(place, .tooLong(max: range.upperBound))]
            }
            return values.enumerated().flatMap { index, value in
                element.mistakes(in: value, at: "\(place)[\(index)]")
            }
        case (.object(let fields), .object(let object)):
            return fields.flatMap { $0.mistakes(in: object, at: place) }
        default: return [Mistake(place, .wrongType)]
        }
    }

    package typealias Mistake = FieldError

    private static func length(
        of text: String, _ range: ClosedRange<Int>
    ) -> FieldProblem? {
        if text.isEmpty, range.lowerBound > 0 { return .empty }
        guard text.utf8.count > range.upperBound else { return nil }
        return text.unicodeScalars.count > range.upperBound
            ? .tooLong(max: range.upperBound) : nil
    }
}

extension Schema.Field {
    fileprivate func mistakes(in object: JSONObject, at place: String) -> [Schema.Mistake] {
        let own = place.isEmpty ? name : "\(place).\(name)"
        switch object[name] {
        case nil, .null:
            return isRequired ? [Schema.Mistake(own, .missing)] : []
        case .some(let value): return schema.mistakes(in: value, at: own)
        }
    }
}

package import BeckonModel

extension Schema {
    /// As JSON Schema. Named ones are referred to by `references` and their name.
    package func json(references: String) -> JSONValue {
        switch self {
        case .any: .object([:])
        case .boolean: ["type": "boolean"]
        case .text(let range):
            .object(["type": "string"] + Self.bounds(range, "minLength", "maxLength"))
        case .form(let form):
            .object(
                ["type": "string"]
                    + (form.format.map { ["format": .string($0)] } ?? [:])
                    + (form.pattern.map { ["pattern": .string($0)] } ?? [:]))
        case .constant(let text): ["const": .string(text)]
        case .choice(let texts): ["enum": .array(texts.map { .string($0) })]
        case .otherThan(let texts):
            ["type": "string", "not": ["enum": .array(texts.map { .string($0) })]]
        case .integer(let range):
            .object(["type": "integer"] + Self.bounds(range, "minimum", "maximum", least: .min))
        case .array(let element, let range):
            .object(
                ["type": "array", "items": element.json(references: references)]
                    + Self.bounds(range, "minItems", "maxItems"))
        case .object(let fields): Self.object(fields, references)
        case .anyOf(let schemas):
            ["anyOf": .array(schemas.map { $0.json(references: references) })]
        case .nullable(let schema):
            ["anyOf": [schema.json(references: references), ["type": "null"]]]
        case .named(let name, _): ["$ref": .string(references + name)]
        }
    }

    /// The schema itself, also of one that has a name.
    package func definition(references: String) -> JSONValue {
        if case .named(_, let schema) = self { return schema.json(references: references) }
        return json(references: references)
    }

    private static func object(_ fields: [Field], _ references: String) -> JSONValue {
        var object: JSONObject = ["type": "object"]
        if !fields.isEmpty {
            let properties = fields.map { field in
                (field.name, field.json(references: references))
            }
            object = object + ["properties": .object(JSONObject(properties))]
        }
        let required = fields.filter(\.isRequired).map { JSONValue.string($0.name) }
        if !required.isEmpty { object = object + ["required": .array(required)] }
        return .object(object)
    }

    private static func bounds(
        _ range: ClosedRange<Int>, _ least: String, _ most: String, least lowest: Int = 0
    ) -> JSONObject {
        var bounds = JSONObject()
        if range.lowerBound > lowest { bounds.append(least, .integer(range.lowerBound)) }
        if range.upperBound < .max { bounds.append(most, .integer(range.upperBound)) }
        return bounds
    }
}

extension Schema.Field {
    fileprivate func json(references: String) -> JSONValue {
        let json = schema.json(references: references)
        guard let about, case .object(let object) = json else { return json }
        return .object(object + ["description": .string(about)])
    }
}

import BeckonModel
import BeckonWire

/// The errors of one status that an operation may answer with; many operations share them.
struct ErrorResponse: Hashable {
    let status: Int
    let codes: [Failure.Code]

    var name: String { codes.map(\.rawValue).joined(separator: ".") }
    var about: String { codes.map { "`\($0.rawValue)`" }.joined(separator: ", ") }

    var json: JSONValue {
        var response: JSONObject = [
            "description": .string(about), "content": Operation.content(schema),
        ]
        if status == Failure.Code.rateLimited.status {
            response.append(
                "headers",
                ["Retry-After": ["description": "In seconds.", "schema": ["type": "integer"]]])
        }
        return .object(response)
    }

    var schema: JSONValue {
        let codes = codes.map { JSONValue.string($0.rawValue) }
        let code: JSONValue = ["properties": ["code": ["enum": .array(codes)]]]
        return [
            "allOf": [
                ["$ref": .string(OpenAPIDocument.references + "Error")],
                ["properties": ["error": code]],
            ]
        ]
    }
}

extension Operation {
    /// By status, in its order.
    var errorResponses: [ErrorResponse] {
        Dictionary(grouping: errors, by: \.status).sorted { $0.key < $1.key }
            .map { ErrorResponse(status: $0, codes: $1) }
    }

    var responses: [(String, JSONValue)] {
        let errors = Dictionary(uniqueKeysWithValues: errorResponses.map { ($0.status, $0) })
        let statuses = Set(answers.map(\.status)).union(errors.keys).sorted()
        return statuses.map { status in
            let own = answers.filter { $0.status == status }
            return ("\(status)", Self.response(own, errors[status]))
        }
    }

    private static func response(_ own: [Answer], _ error: ErrorResponse?) -> JSONValue {
        if own.isEmpty, let error {
            return ["$ref": .string("#/components/responses/" + error.name)]
        }
        let about = own.map(\.about) + (error.map { [$0.about] } ?? [])
        var response: JSONObject = ["description": .string(about.joined(separator: " "))]
        var schemas = own.compactMap { $0.schema?.json(references: OpenAPIDocument.references) }
        if let error { schemas.append(error.schema) }
        if let first = schemas.first {
            response.append(
                "content", content(schemas.count == 1 ? first : ["anyOf": .array(schemas)]))
        }
        return .object(response)
    }
}

package import BeckonModel
package import BeckonWire
package import Hummingbird
import NIOCore

/// The JSON object of a request, held against what its route says of it: what is missing or of the wrong type is named, what is unknown is
/// left alone.
package struct JSONBody: Sendable {
    package let object: JSONObject
    /// `nil`: whatever is read.
    private let declared: [Schema.Field]?

    /// An empty object.
    init() {
        object = JSONObject()
        declared = []
    }

    package init(_ request: Request, _ body: Operation.Body) async throws {
        switch body {
        case .raw: self.init()
        case .none:
            let buffer = try await request.body.collect(upTo: Limits.frameBytes)
            if buffer.readableBytes == 0 {
                self.init()
            } else {
                try self.init(bytes: Array(buffer.readableBytesView), declared: [])
            }
        case .fields(let fields):
            let buffer = try await request.body.collect(upTo: Limits.frameBytes)
            try self.init(bytes: Array(buffer.readableBytesView), declared: fields)
        }
    }

    package init(bytes: [UInt8], declared: [Schema.Field]? = nil) throws(Failure) {
        let value: JSONValue
        do { value = try JSONParser.parse(bytes) } catch { throw .badJSON }
        guard case .object(let object) = value else { throw .badJSON }
        let mistakes = Schema.object(declared ?? []).mistakes(in: value)
        guard mistakes.isEmpty else { throw .invalidFields(mistakes) }
        self.object = object
        self.declared = declared
    }

    private func value(_ field: String) -> JSONValue? {
        assert(
            declared?.contains { $0.name == field } ?? true,
            "the route does not say that it reads \(field)")
        return object[field]
    }

    /// Whether there is something of that name, also when the route does not read it.
    package func has(_ field: String) -> Bool { (object[field] ?? .null) != .null }

    package func string(_ field: String) throws(Failure) -> String {
        guard let value = try optionalString(field) else { throw .invalid(field, .missing) }
        return value
    }

    /// `null` counts as absent.
    package func optionalString(_ field: String) throws(Failure) -> String? {
        switch value(field) {
        case nil, .null: return nil
        case .string(let text): return text
        default: throw .invalid(field, .wrongType)
        }
    }

    package func optionalBool(_ field: String) throws(Failure) -> Bool? {
        switch value(field) {
        case nil, .null: return nil
        case .bool(let value): return value
        default: throw .invalid(field, .wrongType)
        }
    }

    package func optionalInt(_ field: String) throws(Failure) -> Int? {
        switch value(field) {
        case nil, .null: return nil
        case .integer(let value): return value
        default: throw .invalid(field, .wrongType)
        }
    }

    package func optionalStrings(_ field: String) throws(Failure) -> [String]? {
        switch value(field) {
        case nil, .null: return nil
        case .array(let values):
            var strings: [String] = []
            for value in values {
                guard case .string(let text) = value else { throw .invalid(field, .wrongType) }
                strings.append(text)
            }
            return strings
        default: throw .invalid(field, .wrongType)
        }
    }

    package func optionalRole(_ field: String) throws(Failure) -> Role? {
        guard let text = try optionalString(field) else { return nil }
        guard let role = Role(rawValue: text) else { throw .invalid(field, .notAllowed) }
        return role
    }
}

package import BeckonModel
package import BeckonWire
package import Hummingbird
import NIOCore

/// The JSON object of a request, read field by field: what is missing or of the wrong type is named, what is unknown is left alone.
package struct JSONBody: Sendable {
    package let object: JSONObject

    package init(_ request: Request) async throws {
        let buffer = try await request.body.collect(upTo: Limits.frameBytes)
        try self.init(bytes: Array(buffer.readableBytesView))
    }

    package init(bytes: [UInt8]) throws(Failure) {
        let value: JSONValue
        do { value = try JSONParser.parse(bytes) } catch { throw .badJSON }
        guard case .object(let object) = value else { throw .badJSON }
        self.object = object
    }

    package func string(_ field: String) throws(Failure) -> String {
        guard let value = try optionalString(field) else { throw .invalid(field, .missing) }
        return value
    }

    /// `null` counts as absent.
    package func optionalString(_ field: String) throws(Failure) -> String? {
        switch object[field] {
        case nil, .null: return nil
        case .string(let text): return text
        default: throw .invalid(field, .wrongType)
        }
    }

    package func optionalBool(_ field: String) throws(Failure) -> Bool? {
        switch object[field] {
        case nil, .null: return nil
        case .bool(let value): return value
        default: throw .invalid(field, .wrongType)
        }
    }

    package func optionalInt(_ field: String) throws(Failure) -> Int? {
        switch object[field] {
        case nil, .null: return nil
        case .integer(let value): return value
        default: throw .invalid(field, .wrongType)
        }
    }

    package func optionalStrings(_ field: String) throws(Failure) -> [String]? {
        switch object[field] {
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

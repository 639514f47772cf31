import Foundation

/// Settings as JSON, the way they are kept: what this version does not know of them survives a save.
package enum StoredSettings {
    /// Throws `corrupt` when it is no JSON object, or a field has another type than it ever had.
    package static func read<Settings: Decodable>(
        _ type: Settings.Type, from json: String
    ) throws(StoreError) -> Settings {
        do {
            return try JSONDecoder().decode(type, from: Data(json.utf8))
        } catch {
            throw .corrupt
        }
    }

    /// The settings over what is stored: fields that only another version knows stay as they are.
    package static func write(
        _ settings: some Encodable, over stored: String?
    ) throws(StoreError) -> String {
        do {
            var fields = try stored.map { try object(Data($0.utf8)) } ?? [:]
            fields.merge(try object(try JSONEncoder().encode(settings))) { $1 }
            let json = try JSONSerialization.data(withJSONObject: fields, options: .sortedKeys)
            return String(decoding: json, as: UTF8.self)
        } catch {
            throw .corrupt
        }
    }

    private static func object(_ json: Data) throws -> [String: Any] {
        guard let object = try JSONSerialization.jsonObject(with: json) as? [String: Any] else {
            throw StoreError.corrupt
        }
        return object
    }
}

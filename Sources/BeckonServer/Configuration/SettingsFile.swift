import BeckonModel
import BeckonWire
import Configuration
import Foundation

/// The configuration file: one flat JSON object. A name that is no setting is an error, since it is most likely a mistyped one.
struct SettingsFile {
    let path: String
    let provider: any ConfigProvider

    init(path: String) async throws(SettingsError) {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw SettingsError(source: path, problem: "cannot be read.")
        }
        guard let value = try? JSONParser.parse(Array(data)), case .object(let object) = value
        else {
            throw SettingsError(source: path, problem: "is not a JSON object.")
        }
        for member in object.members {
            guard SettingsKey(rawValue: member.name) != nil else {
                throw SettingsError(source: path, problem: "\(member.name) is not a setting.")
            }
            switch member.value {
            case .object, .null:
                throw SettingsError(source: path, problem: "\(member.name) has no usable value.")
            default: break
            }
        }
        self.path = path
        do {
            let location = InMemoryProvider(values: [
                "filePath": ConfigValue(.string(path), isSecret: false)
            ])
            provider = try await FileProvider<JSONSnapshot>(
                config: ConfigReader(provider: location))
        } catch {
            throw SettingsError(source: path, problem: "cannot be read as settings.")
        }
    }
}

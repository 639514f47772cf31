import Foundation

/// What a PHC string says beside the hash: how it was made (github.com/P-H-C/phc-string-format).
struct PasswordRecipe: Hashable, Sendable {
    let parameters: PasswordParameters
    let salt: [UInt8]

    init(parameters: PasswordParameters, salt: [UInt8]) {
        self.parameters = parameters
        self.salt = salt
    }

    /// `$argon2id$v=19$m=19456,t=2,p=1$<salt>$`; `nil` for anything else.
    init?(prefix: String) {
        let parts = prefix.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0].isEmpty, parts[1] == "argon2id", parts[2] == "v=19",
            parts[5].isEmpty
        else { return nil }
        let numbers = parts[3].split(separator: ",").compactMap { part in
            part.split(separator: "=").last.flatMap { UInt32($0) }
        }
        let salt = String(parts[4])
        let padding = String(repeating: "=", count: (4 - salt.utf8.count % 4) % 4)
        guard numbers.count == 3, let bytes = Data(base64Encoded: salt + padding) else {
            return nil
        }
        parameters = PasswordParameters(
            memoryKiB: numbers[0], passes: numbers[1], lanes: numbers[2])
        self.salt = [UInt8](bytes)
    }

    var prefix: String {
        let encoded = Data(salt).base64EncodedString().prefix { $0 != "=" }
        return parameters.prefix + encoded + "$"
    }

    /// The prefix of a whole PHC string.
    static func prefix(of hash: String) -> String {
        guard let dollar = hash.lastIndex(of: "$") else { return "" }
        return String(hash[...dollar])
    }
}

import BeckonAccounts
import BeckonModel
import BeckonWire

extension Me {
    static let schema = Schema.named(
        "Me",
        .object([
            .required("role", .choice(["user"] + Role.allCases.map(\.rawValue))),
            .required("id", .personID), .required("name", .text), .optional("email", .text),
            .optional("email_verified", .boolean, "Of customers: its owner has proven it."),
            .optional("registered", .boolean, "Of customers: no visitor any more."),
            .optional("second_factor", .boolean, "Of agents."),
        ]))
}

/// What customers get who have signed in.
enum SignedIn {
    static let schema = Schema.named(
        "SignedIn", .object([.required("token", .text), .required("me", Me.schema)]))
}

/// Fields of bodies that several routes read.
extension Schema.Field {
    static let personName = required("name", .text(max: Limits.nameCharacters))
    static let email = required("email", .form(.email))
    static let password = required("password", .text)
    static let token = required("token", .text)
    static let code = required("code", .text)
    static let text = required("text", .text(max: Limits.textCharacters))
    static let clientID = optional(
        "client_id", .clientID, "Chosen by the sender: what is sent twice stands once.")

    static func newPassword(_ name: String) -> Schema.Field {
        required(name, .text(PasswordRules.characters), "Common ones are refused.")
    }
}

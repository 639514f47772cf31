import BeckonAccounts
import BeckonModel
import BeckonStore
import BeckonWire
import Hummingbird
import Logging

/// Keys with which integrations act in their own name.
struct KeyRoutes: Resource {
    let accounts: Accounts
    let documents: Documents

    static let routes: [Route<Self>] = [
        Route(
            .get, "/api/v1/keys", "list_keys", "Keys of integrations, revoked ones too",
            for: .right(.manageKeys), answers: .ok(.required("keys", .array(key))), use: list),
        Route(
            .post, "/api/v1/keys", "make_key", "Make a key; its token is shown this once",
            for: .right(.manageKeys),
            body: .fields(
                .personName, .required("rights", .array(right, max: Right.ofKeys.count)),
                .optional(
                    "inboxes", .array(.documentID, max: Limits.documentsPerKind),
                    "Every one when absent.")),
            answers: .created(.required("key", key), .required("token", .text)), use: make),
        Route(
            .delete, "/api/v1/keys/\(.key)", "revoke_key", "Revoke a key, at once",
            for: .right(.manageKeys), answers: .nothing, use: revoke),
    ]

    private static let right = Schema.choice(Right.ofKeys.map(\.rawValue))

    private static let key = Schema.named(
        "Key",
        .object([
            .required("key_id", .personID), .required("name", .text),
            .required("rights", .array(right)),
            .optional("inboxes", .array(.documentID), "Every one when absent."),
            .required("created_at", .time), .required("created_by", StaffReference.schema),
            .optional("last_used_at", .time, "To the minute."), .optional("revoked_at", .time),
        ]))

    @Sendable private func list(
        _ request: Request, _ context: BeckonRequestContext
    ) async throws -> Response {
        let keys = try await accounts.store.apiKeys()
        return .json { json in
            json.array("keys", keys) { json, key in json.object(key.write) }
        }
    }

    @Sendable private func make(
        _ request: Request, _ context: BeckonRequestContext
    ) async throws -> Response {
        guard case .staff(let admin, _) = try context.requireIdentity() else {
            throw Failure.forbidden
        }
        let body = context.body
        var rights: Set<Right> = []
        for (index, name) in (try body.optionalStrings("rights") ?? []).enumerated() {
            guard let right = Right(rawValue: name) else {
                throw Failure.invalid("rights[\(index)]", .notAllowed)
            }
            rights.insert(right)
        }
        let made = try await accounts.makeKey(
            name: try body.string("name"), rights: rights, inboxes: try inboxes(body), by: admin)
        note("Key made", made.key.id, context)
        return .json(.created) { json in
            json.object("key", made.key.write)
            json.field("token", made.token)
        }
    }

    private func inboxes(_ body: JSONBody) throws(Failure) -> Set<DocumentID>? {
        guard let names = try body.optionalStrings("inboxes") else { return nil }
        var inboxes: Set<DocumentID> = []
        for (index, name) in names.enumerated() {
            guard let id = DocumentID(name),
                documents.now.offers(DocumentKey(Inbox.kind, id))
            else { throw .invalid("inboxes[\(index)]", .unknown) }
            inboxes.insert(id)
        }
        return inboxes
    }

    @Sendable private func revoke(
        _ request: Request, _ context: BeckonRequestContext
    ) async throws -> Response {
        guard let id = KeyID(context.text(.key)), try await accounts.revokeKey(id) else {
            throw Failure.notFound
        }
        note("Key revoked", id, context)
        return Response(status: .noContent)
    }

    /// The audit trail.
    private func note(_ what: Logger.Message, _ key: KeyID, _ context: BeckonRequestContext) {
        context.logger.notice(
            what, metadata: ["key": "\(key)", "by": "\(context.actor.description)"])
    }
}

extension APIKey {
    fileprivate func write(into json: inout JSONWriter) {
        json.field("key_id", id.rawValue)
        json.field("name", name)
        json.array("rights", rights.map(\.rawValue).sorted()) { $0.string($1) }
        if let inboxes {
            json.array("inboxes", inboxes.map(\.rawValue).sorted()) { $0.string($1) }
        }
        json.field("created_at", createdAt)
        json.object("created_by") { json in
            json.field("staff_id", createdBy.id.rawValue)
            json.field("name", createdBy.name)
        }
        if let lastUsedAt { json.field("last_used_at", lastUsedAt) }
        if let revokedAt { json.field("revoked_at", revokedAt) }
    }
}

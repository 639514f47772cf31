import BeckonAccounts
import BeckonModel
import BeckonStore
import BeckonWire
import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// All kinds of documents alike: what a kind is says `DocumentKind`.
struct DocumentRoutes: Resource {
    let documents: Documents
    let limits: RateLimits

    static let routes: [Route<Self>] = [
        Route(
            .get, "/api/v1/settings", "read_settings", "What can be set, and how",
            for: .right(.readSettings),
            answers: .ok(
                .required("revision", .number, "Of the newest change of any document."),
                .required("kinds", .array(DocumentKind.schema))), use: kinds),
        Route(
            .get, "/api/v1/settings-history", "read_settings_history",
            "Who set what: the audit trail", for: .right(.readAudit), query: [before, limit],
            answers: .ok(changes), use: allHistory),
        Route(
            .get, "/api/v1/settings/\(.kind)", "list_documents", "All documents of a kind",
            for: .right(.readSettings),
            answers: .ok(.required("documents", .array(Settings.Item.schema))),
            use: list),
        Route(
            .get, document, "read_document", "A document", for: .right(.readSettings),
            answers: .ok(Settings.Item.schema, "Its revision is the `ETag`."), use: read),
        Route(
            .put, document, "save_document", "Make or change a document",
            for: .right(.readSettings),
            headers: seenBefore + [isNew], body: .raw(DocumentKind.anyDraft),
            answers: .ok(Settings.Item.schema), .created(Settings.Item.schema),
            errors: [.changedMeanwhile], use: put),
        Route(
            .delete, document, "archive_document", "Archive a document", for: .right(.readSettings),
            headers: seenBefore, answers: .ok(Settings.Item.schema),
            errors: [.changedMeanwhile], use: archive),
        Route(
            .get, "/api/v1/settings/\(.kind)/\(.document)/history", "read_document_history",
            "Who changed a document", for: .right(.readSettings), query: [before, limit],
            answers: .ok(changes), use: history),
    ]

    private static let document: PathTemplate = "/api/v1/settings/\(.kind)/\(.document)"
    private static let before = QueryParameter<Int>.integer(
        "before", 1...Int.max, "Only changes before this revision.")
    private static let limit = QueryParameter<Int>.integer(
        "limit", 1...Limits.changeRows, "At most so many; \(Limits.changeRows) unless named.")
    private static let changes = Schema.object([
        .required("changes", .array(DocumentJSON.changeSchema), "Newest first."),
        .optional("next", .number, "For `before`, when there are more."),
    ])
    private static let seenBefore = [
        HeaderParameter("If-Match", .text, "The `ETag` that was read: `\"7\"`.")
    ]
    private static let isNew = HeaderParameter(
        "If-None-Match", .text, "`*`, instead of `If-Match`: it is to be new.")

    @Sendable private func kinds(
        _ request: Request, _ context: BeckonRequestContext
    ) async throws -> Response {
        let identity = try context.requireIdentity()
        let revision = documents.now.revision
        let kinds = DocumentKind.all.filter { kind in
            (try? Documents.check(identity, may: .read, kind, nil)) != nil
        }
        return .json { json in
            json.field("revision", revision)
            json.array("kinds", kinds) { json, kind in
                let mayChange = (try? Documents.check(identity, may: .change, kind, nil)) != nil
                json.object { DocumentJSON.write(kind, mayChange: mayChange, into: &$0) }
            }
        }
    }

    @Sendable private func list(
        _ request: Request, _ context: BeckonRequestContext
    ) async throws -> Response {
        let identity = try context.requireIdentity()
        let kind = try kind(context)
        try Documents.check(identity, may: .read, kind, nil)
        let items =
            switch kind.access {
            case .administration, .holders: documents.now.items(of: kind.name)
            case .own:
                [item(kind, DocumentKey(kind.name, DocumentID(unchecked: identity.id)))]
                    .compactMap(\.self)
            }
        return .json { json in
            json.array("documents", items) { json, item in
                json.object { DocumentJSON.write(item, into: &$0) }
            }
        }
    }

    @Sendable private func read(
        _ request: Request, _ context: BeckonRequestContext
    ) async throws -> Response {
        let (kind, key) = try await key(context, may: .read)
        guard let item = item(kind, key) else { throw Failure.notFound }
        return answer(item)
    }

    @Sendable private func put(
        _ request: Request, _ context: BeckonRequestContext
    ) async throws -> Response {
        let (_, key) = try await key(context, may: .change)
        let identity = try context.requireIdentity()
        try limits.take(.commands, by: identity.limitKey)
        let seen = try Self.seen(request)
        let bytes = try await request.body.collect(upTo: Limits.frameBytes)
        let value = try JSONBody(bytes: Array(bytes.readableBytesView)).object
        let isNew = documents.now[key].map { $0.revision == 0 } ?? true
        let item = try await documents.change(key, .put(value), seen: seen, by: identity)
        note("Document saved", key, context)
        return answer(item, isNew ? .created : .ok)
    }

    @Sendable private func archive(
        _ request: Request, _ context: BeckonRequestContext
    ) async throws -> Response {
        let (_, key) = try await key(context, may: .change)
        let identity = try context.requireIdentity()
        try limits.take(.commands, by: identity.limitKey)
        let item = try await documents.change(
            key, .archive, seen: try Self.seen(request), by: identity)
        note("Document archived", key, context)
        return answer(item)
    }

    // MARK: History

    @Sendable private func history(
        _ request: Request, _ context: BeckonRequestContext
    ) async throws -> Response {
        let (kind, key) = try await key(context, may: .read)
        // Who changed what when is for those who may change it.
        try Documents.check(try context.requireIdentity(), may: .change, kind, key.id)
        return try await changes(of: key, context)
    }

    @Sendable private func allHistory(
        _ request: Request, _ context: BeckonRequestContext
    ) async throws -> Response {
        try await changes(of: nil, context)
    }

    private func changes(
        of key: DocumentKey?, _ context: BeckonRequestContext
    ) async throws -> Response {
        let before = try context.query.read(Self.before)
        let limit = try context.query.read(Self.limit) ?? Limits.changeRows
        let records = try await documents.history(of: key, before: before, limit: limit + 1)
        return .json { json in
            json.array("changes", records.prefix(limit)) { json, record in
                json.object { Self.write(record, into: &$0) }
            }
            if records.count > limit { json.field("next", records[limit - 1].revision) }
        }
    }

    private static func write(_ record: DocumentRecord, into json: inout JSONWriter) {
        json.field("revision", record.revision)
        json.field("kind", record.key.kind)
        json.field("id", record.key.id.rawValue)
        json.field("at", record.at)
        json.object("by") { json in
            json.field("party", record.by.party)
            json.field("id", record.by.id)
            json.field("name", record.by.name)
        }
        let kind = DocumentKind.named(record.key.kind)
        for (name, text): (StaticString, String?) in [
            ("before", record.before), ("after", record.after),
        ] {
            guard let object = text.flatMap({ JSONObject(text: $0) }) else {
                json.null(name)
                continue
            }
            json.field(name, JSONValue.object(kind?.value(of: object) ?? object))
        }
    }

    // MARK: What and which

    private func kind(_ context: BeckonRequestContext) throws(Failure) -> DocumentKind {
        guard let kind = DocumentKind.named(context.text(.kind)) else { throw .notFound }
        return kind
    }

    private func key(
        _ context: BeckonRequestContext, may act: Documents.Act
    ) async throws(Failure) -> (DocumentKind, DocumentKey) {
        let kind = try kind(context)
        guard let id = DocumentID(context.text(.document)) else { throw .notFound }
        try Documents.check(try context.requireIdentity(), may: act, kind, id)
        return (kind, DocumentKey(kind.name, id))
    }

    private func item(_ kind: DocumentKind, _ key: DocumentKey) -> Settings.Item? {
        documents.now[key] ?? kind.unsaved(key)
    }

    /// `If-Match: "7"` or `If-None-Match: *` (RFC 9110, section 13.1): who has seen nothing changes nothing.
    private static func seen(_ request: Request) throws(Failure) -> Documents.Seen {
        if request.headers[.ifNoneMatch] == "*" { return .nothing }
        guard let tag = request.headers[.ifMatch] else {
            throw .invalid("If-Match", .missing)
        }
        guard tag.hasPrefix("\""), tag.hasSuffix("\""), tag.utf8.count > 2,
            let revision = Int(tag.dropFirst().dropLast()), revision >= 0
        else { throw .invalid("If-Match", .notAllowed) }
        return .revision(revision)
    }

    private func answer(_ item: Settings.Item, _ status: HTTPResponse.Status = .ok) -> Response {
        var response = Response.json(status, bytes: DocumentJSON.encode(item))
        response.headers[.eTag] = "\"\(item.revision)\""
        return response
    }

    private func note(_ what: Logger.Message, _ key: DocumentKey, _ context: BeckonRequestContext) {
        context.logger.notice(
            what,
            metadata: [
                "by": "\(context.actor.description)", "kind": "\(key.kind)", "id": "\(key.id)",
            ])
    }
}

extension PathParameter {
    fileprivate static let kind = PathParameter(
        "kind", .choice(DocumentKind.all.map(\.name)), "A kind of document.")
    fileprivate static let document = PathParameter("id", .personID, "A document's `id`.")
}

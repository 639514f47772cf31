import BeckonAccounts
import BeckonModel
import BeckonWire
import Hummingbird

/// What a chat box shows of its inbox, for everybody; documents are its settings.
struct InboxRoutes: Resource {
    let documents: Documents
    let isStaffOnline: @Sendable () -> Bool

    static let routes: [Route<Self>] = [
        Route(
            .get, "/api/v1/inbox", "read_inbox", "An inbox as customers see it", for: .everyone,
            query: [InboxChoice.parameter], answers: .ok(shown), use: read)
    ]

    private static let shown = Schema.object([
        .required("id", .personID), .required("name", .text), .required("greeting", .text),
        .required(
            "greetings",
            .array(
                .object([
                    .required("language", .choice(Languages.all)), .required("text", .text),
                ]))),
        .required("accent", .form(.colour)), .required("leave_message", .boolean),
        .required("locale", .choice(Languages.choices)), .required("staff_online", .boolean),
    ])

    @Sendable private func read(
        _ request: Request, _ context: BeckonRequestContext
    ) async throws -> Response {
        let settings = documents.now
        let id = try InboxChoice.read(context.query, settings)
        let inbox = settings.inbox(id)
        return .json { json in
            json.field("id", id.rawValue)
            json.field("name", inbox.name)
            json.field("greeting", inbox.greeting)
            json.array("greetings", inbox.greetings.sorted { $0.key < $1.key }) { json, greeting in
                json.object { json in
                    json.field("language", greeting.key)
                    json.field("text", greeting.value)
                }
            }
            json.field("accent", inbox.accent)
            json.field("leave_message", inbox.allowsLeaveMessage)
            json.field("locale", inbox.language)
            // A page that has no socket yet asks here whether anybody is there.
            json.field("staff_online", isStaffOnline())
        }
    }
}

/// Which chat box this is, as the page that embeds it says. One that is not there, or archived, is the main one.
enum InboxChoice {
    static let parameter = QueryParameter("inbox", .text, "Which inbox; `main` unless it is there.")
    { $0 }

    static func read(_ query: QueryParameters, _ settings: Settings) throws(Failure) -> DocumentID {
        guard let id = try query.read(parameter).flatMap({ DocumentID($0) }),
            settings.offers(DocumentKey(Inbox.kind, id))
        else { return .main }
        return id
    }
}

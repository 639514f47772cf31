import BeckonAccounts
import BeckonModel
import BeckonWire
import Hummingbird

/// What a chat box shows of its inbox, for everybody; documents are its settings.
struct InboxRoutes: Sendable {
    let documents: Documents
    let isStaffOnline: @Sendable () -> Bool

    func addRoutes(to api: some RouterMethods<BeckonRequestContext>) {
        api.get("inbox", for: .everyone, use: read)
    }

    @Sendable private func read(
        _ request: Request, _ context: BeckonRequestContext
    ) async throws -> Response {
        let settings = documents.now
        let id = InboxChoice.read(request, settings)
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

/// `?inbox=`: which chat box this is, as the page that embeds it says. One that is not there, or archived, is the main one.
enum InboxChoice {
    static func read(_ request: Request, _ settings: Settings) -> DocumentID {
        guard let id = QueryParameters(request).text("inbox").flatMap({ DocumentID($0) }),
            settings.offers(DocumentKey(Inbox.kind, id))
        else { return .main }
        return id
    }
}

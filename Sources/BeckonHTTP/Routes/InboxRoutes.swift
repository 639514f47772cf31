import BeckonStore
import BeckonWire
import Hummingbird
import Logging

struct InboxRoutes: Sendable {
    let accounts: Accounts
    let isStaffOnline: @Sendable () -> Bool
    let onChange: @Sendable (InboxSettings) async -> Void

    func addRoutes(to api: some RouterMethods<BeckonRequestContext>) {
        api.get("inbox", for: .everyone, use: read)
        api.patch("inbox", for: .admin, use: change)
        api.get("inbox/settings", for: .staff, use: settings)
    }

    @Sendable private func read(_ request: Request, _ context: BeckonRequestContext) async throws
        -> Response
    {
        let settings = try await accounts.store.inboxSettings()
        return .json { json in
            Self.writePublic(settings, into: &json)
            // A page that has no socket yet asks here whether anybody is there.
            json.field("staff_online", isStaffOnline())
        }
    }

    @Sendable private func settings(_ request: Request, _ context: BeckonRequestContext)
        async throws -> Response
    {
        Self.answer(try await accounts.store.inboxSettings())
    }

    @Sendable private func change(_ request: Request, _ context: BeckonRequestContext) async throws
        -> Response
    {
        let change = try InboxChange(try await JSONBody(request))
        let settings = try await accounts.administration.enter {
            var settings = try await accounts.store.inboxSettings()
            change.apply(to: &settings)
            try await accounts.store.save(settings)
            await onChange(settings)
            return settings
        }
        context.logger.notice("Inbox changed", metadata: ["by": "\(context.actor.description)"])
        return Self.answer(settings)
    }

    private static func answer(_ settings: InboxSettings) -> Response {
        .json { json in
            writePublic(settings, into: &json)
            json.array("origins", settings.origins) { $0.string($1) }
            json.field("auto_close_days", settings.autoCloseDays)
        }
    }

    private static func writePublic(_ settings: InboxSettings, into json: inout JSONWriter) {
        json.field("name", settings.name)
        json.field("greeting", settings.greeting)
        json.field("accent", settings.accent)
        json.field("leave_message", settings.allowsLeaveMessage)
        json.field("locale", settings.locale)
    }
}

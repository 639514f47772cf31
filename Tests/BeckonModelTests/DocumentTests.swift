import BeckonModel
import Testing

@Suite("Documents")
struct DocumentTests {
    private static let kind = DocumentKind(Inbox.self)

    private func object(_ members: KeyValuePairs<String, JSONValue>) -> JSONObject {
        JSONObject(members.map { .init(name: $0.key, value: $0.value) })
    }

    private func errors(
        _ members: KeyValuePairs<String, JSONValue>, _ kind: DocumentKind = kind
    ) -> [FieldError] {
        if case .bad(let errors) = kind.check(object(members)) { errors } else { [] }
    }

    @Test(
        "Every kind's defaults are good, but for what people must name",
        arguments: DocumentKind.all.indices)
    func defaults(_ index: Int) {
        let kind = DocumentKind.all[index]
        let errors = errors([:], kind)
        let more = kind.name == "webhook" ? ["url", "events"] : []
        let named = [kind.title].compactMap(\.self) + more
        #expect(errors.allSatisfy { $0.problem == .missing && named.contains($0.field) })
        #expect(errors.isEmpty == (kind.name == "inbox" || kind.isPersonal))
    }

    @Test("What is absent has its default, of another type too, and unknown fields stay")
    func tolerant() throws {
        let stored = object([
            "name": .string("Shop"), "accent": .integer(7), "hours": .array([.null]),
        ])
        let inbox = try #require(Self.kind.document(stored) as? Inbox)
        #expect(inbox.name == "Shop")
        #expect(inbox.accent == Inbox().accent)
        guard
            case .good(let saved) = Self.kind.check(
                object(["greeting": .string("  Hello\n")]), over: stored)
        else {
            Issue.record("refused")
            return
        }
        #expect(saved["hours"] == .array([.null]))
        #expect(saved["name"] == .string("Shop"))
        #expect(saved["greeting"] == .string("Hello"))
        #expect(Self.kind.value(of: saved)["hours"] == nil)
    }

    @Test("A stranger's fields are not taken, null stands for the default")
    func unknownFields() {
        guard
            case .good(let saved) = Self.kind.check(
                object(["role": .string("admin"), "name": .null]),
                over: object(["name": .string("Shop")]))
        else {
            Issue.record("refused")
            return
        }
        #expect(saved["role"] == nil)
        #expect(saved["name"] == .string("Support"))
    }

    @Test("Every bad value is named with its problem, all at once")
    func namesAll() {
        let found = errors([
            "name": .string(" \u{200B} "), "greeting": .string(String(repeating: "x", count: 301)),
            "greetings": .object(object(["de": .integer(1), "xx": .string("?")])),
            "accent": .string("red"), "locale": .string("fr"), "leave_message": .integer(1),
            "auto_close_days": .integer(0),
            "origins": .array([.string("https://a.example"), .string("ftp://b"), .null]),
        ])
        #expect(
            found == [
                FieldError("name", .empty), FieldError("greeting", .tooLong(max: 300)),
                FieldError("greetings.xx", .unknown), FieldError("greetings.de", .wrongType),
                FieldError("accent", .notAllowed), FieldError("locale", .notAllowed),
                FieldError("leave_message", .wrongType),
                FieldError("auto_close_days", .tooSmall(min: 1)),
                FieldError("origins[1]", .notAllowed), FieldError("origins[2]", .wrongType),
            ])
        #expect(
            errors(["auto_close_days": .integer(366)]) == [
                FieldError("auto_close_days", .tooLarge(max: 365))
            ])
        let many = JSONValue.array(Array(repeating: .string("https://a.example"), count: 51))
        #expect(errors(["origins": many]) == [FieldError("origins", .tooLong(max: 50))])
        #expect(errors(["name": .string("a\u{202E}b")]) == [FieldError("name", .notAllowed)])
        #expect(errors(["name": .string("a\nb")]) == [FieldError("name", .notAllowed)])
    }

    @Test("Values are kept in their own form")
    func ownForm() {
        guard
            case .good(let saved) = Self.kind.check(
                object([
                    "accent": .string("#AABBCC"),
                    "origins": .array([
                        .string("HTTPS://A.example/"), .string("https://a.example:443"),
                    ]),
                    "greetings": .object(object(["de": .string("Hallo"), "en": .string("")])),
                ]))
        else {
            Issue.record("refused")
            return
        }
        #expect(saved["accent"] == .string("#aabbcc"))
        #expect(saved["origins"] == .array([.string("https://a.example")]))
        #expect(saved["greetings"] == .object(object(["de": .string("Hallo")])))
    }

    @Test(
        "Addresses of pages",
        arguments: [
            ("http://[::1]:8080", true), ("http://[2001:db8::7]", true),
            ("http://[1:2:3:4:5:6:7:8]", true),
            ("http://[1:2:3]", false), ("http://[::1::]", false), ("http://[12345::]", false),
            ("http://[]", false), ("https://a.example/x", false), ("https://a b", false),
        ])
    func origins(_ text: String, _ isGood: Bool) {
        #expect((PublicURL(text) != nil) == isGood)
    }

    @Test("A value says what it names elsewhere")
    func references() {
        let kind = DocumentKind(Team.self)
        let value = object([
            "name": .string("Night"), "members": .array([.string("sam"), .string("kim")]),
        ])
        let found = kind.references(in: value).map { "\($0.field) \($0.kind) \($0.id)" }
        #expect(found == ["members[0] agent sam", "members[1] agent kim"])
    }

    @Test("A snapshot takes changes in any order, and always has the main inbox")
    func snapshot() {
        func item(_ revision: Int, _ name: String, archived: Bool = false) -> Settings.Item {
            Settings.Item(
                key: DocumentKey("inbox", .main), revision: revision, isArchived: archived,
                stored: object(["name": .string(name)]))
        }
        var settings = Settings()
        #expect(settings.inbox().name == "Support")
        #expect(settings.inbox(DocumentID(unchecked: "gone")).name == "Support")
        settings.apply(item(3, "third"))
        settings.apply(item(2, "second"))
        #expect(settings.revision == 3)
        #expect(settings.inbox().name == "third")
        let foreign = Settings.Item(
            key: DocumentKey("hours", .main), revision: 4, isArchived: false, stored: JSONObject())
        settings.apply(foreign)
        #expect(settings.items(of: "hours") == [foreign])
        #expect(settings.document(Inbox.self, .main)?.name == "third")
    }

    // MARK: Webhooks

    private static let webhook = DocumentKind(Webhook.self)

    private func hook(_ url: String) -> DocumentKind.Result {
        Self.webhook.check(
            object([
                "name": .string("Shop"), "url": .string(url),
                "events": .array([.string("ticket.created")]),
            ]))
    }

    @Test(
        "An address is read in one way only",
        arguments: [
            ("https://shop.example", "https://shop.example/"),
            (" HTTPS://Shop.Example:443/Hooks?k=1 ", "https://shop.example/Hooks?k=1"),
            ("http://shop.example:8080", "http://shop.example:8080/"),
            ("http://shop.example?x", "http://shop.example/?x"),
            ("http://[2001:DB8::1]:81/a", "http://[2001:db8::1]:81/a"),
            ("http://[::1]", "http://[::1]/"),
        ])
    func address(_ sent: String, _ stored: String) {
        guard case .good(let value) = hook(sent) else {
            Issue.record("refused: \(sent)")
            return
        }
        #expect(value["url"] == .string(stored))
    }

    @Test(
        "What is no plain address is refused",
        arguments: [
            "shop.example", "ftp://shop.example", "https://", "https:///path",
            "javascript:alert(1)",
            "https://mia:secret@shop.example", "https://shop.example/#part",
            "https://shop.example/a b",
            "https://shop.example\\@evil.example", "https://shop.example:0",
            "https://shop.example:65536",
            "https://shöp.example", "file:///etc/passwd", "https://shop.example/\u{202E}",
            "https://[::1", "https://[::ffff:127.0.0.1]/",
        ])
    func noAddress(_ sent: String) {
        #expect(hook(sent) == .bad([FieldError("url", .notAllowed)]))
    }

    @Test("Only the server says when a secret was made")
    func secret() {
        let stored = object([
            "name": .string("Shop"), "url": .string("https://shop.example/"),
            "events": .array([.string("ticket.created")]), "secret": .string("before"),
        ])
        let new = object(["secret": .string("2026-01-01T00:00:00.000Z")])
        #expect(
            Self.webhook.check(new, over: stored) == .bad([FieldError("secret", .notAllowed)]))
        let kept = Self.webhook.check(object(["secret": .string("before")]), over: stored)
        guard case .good(let same) = kept else {
            Issue.record("refused")
            return
        }
        #expect(same["secret"] == .string("before"))
        guard case .good(let value) = Self.webhook.check(new, over: stored, by: .server) else {
            Issue.record("refused")
            return
        }
        #expect(value["secret"] == new["secret"])
    }
}

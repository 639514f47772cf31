import BeckonAccounts
import BeckonHTTP
import BeckonModel
import BeckonStore
import BeckonWire
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Synchronization
import Testing

@Suite struct DocumentsTests {
    let house = House()
    private static let path = "/api/v1/settings/tag/vip"

    private func put(
        _ client: any TestClientProtocol, _ path: String, _ body: String, cookie: String,
        match: String? = nil
    ) async throws -> TestResponse {
        var headers: HTTPFields = [
            .contentType: "application/json", .origin: "http://localhost", .cookie: cookie,
        ]
        headers[match == nil ? .ifNoneMatch : .ifMatch] = match ?? "*"
        return try await client.execute(
            uri: path, method: .put, headers: headers, body: ByteBuffer(string: body))
    }

    @Test func `A document is made, changed and archived, each on what was seen`() async throws {
        _ = try await house.makeAdmin()
        try await house.test { client in
            let cookie = try await client.login()
            let made = try await put(client, Self.path, #"{"name":"VIP"}"#, cookie: cookie)
            #expect(made.status == .created)
            #expect(made.headers[.eTag] == "\"1\"")
            let again = try await put(client, Self.path, #"{"name":"V"}"#, cookie: cookie)
            #expect(again.code == "changed_meanwhile")
            let changed = try await put(
                client, Self.path, ##"{"colour":"#FF0000"}"##, cookie: cookie, match: "\"1\"")
            #expect(changed.status == .ok)
            #expect(try changed.string("value", "name") == "VIP")
            let late = try await put(
                client, Self.path, #"{"name":"late"}"#, cookie: cookie, match: "\"1\"")
            #expect(late.status == .conflict)
            #expect(try late.string("error", "current", "value", "colour") == "#ff0000")
            let blind = try await client.send(.put, Self.path, "{}", cookie: cookie)
            #expect(blind.status == .badRequest)
            let gone = try await client.execute(
                uri: Self.path, method: .delete,
                headers: [
                    .contentType: "application/json", .origin: "http://localhost",
                    .cookie: cookie, .ifMatch: "\"2\"",
                ])
            #expect(gone.status == .ok)
            let history = try await client.read(Self.path + "/history", cookie: cookie).json()
            guard case .array(let changes)? = history["changes"] else { return }
            #expect(changes.count == 3)
            let back = try await put(client, Self.path, "{}", cookie: cookie, match: "\"3\"")
            #expect(try back.json()["archived"] == .bool(false))
        }
    }

    @Test func `What is wrong is named, and nothing is changed`() async throws {
        _ = try await house.makeAdmin()
        try await house.test { client in
            let cookie = try await client.login()
            let team = "/api/v1/settings/team/night"
            let bad = try await put(
                client, team, #"{"name":7,"members":["dana","nobody",""]}"#, cookie: cookie)
            #expect(bad.status == .badRequest)
            let error = try bad.json()["error"]
            guard case .object(let object)? = error, case .array(let fields)? = object["fields"]
            else {
                Issue.record("no fields: \(bad.text)")
                return
            }
            #expect(fields.count == 2, "\(bad.text)")
            let unknown = try await put(
                client, team, #"{"name":"Night","members":["dana","nobody"]}"#, cookie: cookie)
            #expect(unknown.text.contains(#"{"field":"members[1]","problem":"unknown"}"#))
            #expect(house.documents.now.revision == 0)
            _ = try await put(client, team, #"{"name":"Night"}"#, cookie: cookie)
            let taken = try await put(
                client, "/api/v1/settings/team/other", #"{"name":"NIGHT"}"#, cookie: cookie)
            #expect(taken.text.contains(#"{"field":"name","problem":"taken"}"#))
            for path in ["/api/v1/settings/nothing/x", "/api/v1/settings/team/a%20b"] {
                #expect(try await put(client, path, "{}", cookie: cookie).status == .notFound)
            }
            let main = try await client.execute(
                uri: "/api/v1/settings/inbox/main", method: .delete,
                headers: [
                    .contentType: "application/json", .origin: "http://localhost",
                    .cookie: cookie, .ifMatch: "\"0\"",
                ])
            #expect(main.status == .forbidden)
        }
    }

    @Test func `Agents read what admins set, and change only their own preferences`() async throws {
        _ = try await house.makeAdmin()
        _ = try await house.accounts.addAgent(
            AgentDraft(
                name: "Sam", email: "sam@example.com", password: House.password, role: .agent))
        try await house.test { client in
            let sam = try await client.login("sam@example.com")
            #expect(try await client.read("/api/v1/settings", cookie: sam).status == .ok)
            #expect(try await client.read("/api/v1/settings/inbox", cookie: sam).status == .ok)
            #expect(
                try await put(client, Self.path, #"{"name":"V"}"#, cookie: sam).status
                    == .forbidden)
            let inbox = "/api/v1/settings/inbox/main"
            let history = try await client.read(inbox + "/history", cookie: sam)
            #expect(history.status == .forbidden)
            #expect(
                try await client.read("/api/v1/settings-history", cookie: sam).status
                    == .forbidden)
            let own = "/api/v1/settings/preferences/sam"
            let dark = try await put(
                client, own, #"{"theme":"dark"}"#, cookie: sam, match: "\"0\"")
            #expect(dark.status == .created)
            #expect(try dark.string("value", "theme") == "dark")
            let others = "/api/v1/settings/preferences/dana"
            #expect(try await client.read(others, cookie: sam).status == .notFound)
            let foreign = try await put(
                client, others, #"{"theme":"dark"}"#, cookie: sam, match: "\"0\"")
            #expect(foreign.status == .notFound)
            #expect(try await client.read("/api/v1/settings").status == .unauthorized)
        }
    }

    @Test func `Whoever listens hears of each change once, in its order`() async throws {
        let dana = try await house.makeAdmin()
        let heard = Mutex([Int]())
        house.documents.listen { items, settings in
            heard.withLock { $0 += items.map(\.revision) }
            #expect(settings.revision == items.last?.revision)
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<20 {
                group.addTask { [house] in
                    _ = try await house.documents.change(
                        DocumentKey(Tag.kind, DocumentID(unchecked: "t\(number)")),
                        .put(JSONObject([.init(name: "name", value: .string("t\(number)"))])),
                        seen: .nothing, by: .staff(dana.reference, .admin))
                }
            }
            try await group.waitForAll()
        }
        #expect(heard.withLock { $0 } == Array(1...20))
    }

    @Test func `Two nodes on one store: titles stay unique, and each sees the other's`()
        async throws
    {
        let dana = Identity.staff(try await house.makeAdmin().reference, .admin)
        let store = InMemoryStore()
        let nodes = (0..<2).map { _ in
            Documents(store: store, people: house.store, clock: house.clock)
        }
        let saved = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<40 {
                group.addTask {
                    let wish = JSONObject([
                        .init(name: "name", value: .string("Same \(number / 4)"))
                    ])
                    return
                        (try? await nodes[number % 2].change(
                            DocumentKey(Tag.kind, DocumentID(unchecked: "t\(number)")),
                            .put(wish), seen: .nothing, by: dana)) != nil
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(saved == 10)
        for node in nodes {
            try await node.refresh()
            #expect(node.now.items(of: Tag.kind).count == 10)
        }
    }
}

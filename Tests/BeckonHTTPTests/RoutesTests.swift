import BeckonAccounts
import BeckonHTTP
import BeckonModel
import BeckonWire
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing

@Suite struct RoutesTests {
    let house = House()
    private let person =
        #"{"name":"Omar","email":"omar@example.com","password":"correct horse battery"}"#

    @Test func `Setup, me, rename and logout`() async throws {
        let token = try #require(try await house.accounts.makeSetupLink())
        try await house.test { client in
            #expect(try await client.read("/api/v1/setup").text == #"{"needed":true}"#)
            let made = try await client.send(
                .post, "/api/v1/setup",
                #"{"token":"\#(token)","name":"Dana","email":"dana@example.com","password":"\#(House.password)"}"#
            )
            #expect(made.status == .created)
            #expect(try made.string("me", "role") == "admin")
            let cookie = try made.sessionCookie()
            #expect(try await client.read("/api/v1/setup").text == #"{"needed":false}"#)
            let me = try await client.read("/api/v1/me", cookie: cookie)
            #expect(
                me.text.hasPrefix(
                    #"{"role":"admin","id":"dana","name":"Dana","email":"dana@example.com","second_factor":false,"#
                ))
            #expect(try me.string("preferences", "kind") == "preferences")
            #expect(try me.string("preferences", "value", "theme") == "system")
            let renamed = try await client.send(
                .patch, "/api/v1/me", #"{"name":"Dana K."}"#, cookie: cookie)
            #expect(try renamed.string("name") == "Dana K.")
            let out = try await client.send(.post, "/api/v1/logout", cookie: cookie)
            #expect(out.status == .noContent)
            #expect(out.headers[.setCookie]?.contains("Max-Age=0") == true)
            #expect(try await client.read("/api/v1/me", cookie: cookie).status == .unauthorized)
        }
    }

    @Test func `A visitor registers with the token and keeps the id`() async throws {
        try await house.test { client in
            let visitor = try await client.send(.post, "/api/v1/visitors")
            #expect(visitor.status == .created)
            #expect(try visitor.string("me", "role") == "user")
            let token = try visitor.string("token")
            let account = try await client.send(
                .post, "/api/v1/customers/register", person, bearer: token)
            #expect(account.status == .created)
            #expect(try account.string("me", "id") == visitor.string("me", "id"))
            let other = try await client.send(.post, "/api/v1/customers/register", person)
            #expect(other.status == .created)
            #expect(try other.string("me", "id") != visitor.string("me", "id"))
            let again = try await client.send(
                .post, "/api/v1/customers/register", person, bearer: token)
            #expect(again.status == .unauthorized)
            #expect(try await client.read("/api/v1/me", bearer: token).status == .unauthorized)
            let login = try await client.send(.post, "/api/v1/customers/login", person)
            #expect(login.status == .ok)
            #expect(login.headers[.setCookie] == nil)
        }
    }

    @Test func `Agents are listed, added and changed`() async throws {
        _ = try await house.makeAdmin()
        try await house.test { client in
            let admin = try await client.login()
            let typed = try await client.send(.post, "/api/v1/agents", person, cookie: admin)
            #expect(typed.status == .badRequest && typed.text.contains("link"))
            let added = try await client.send(
                .post, "/api/v1/agents", #"{"name":"Omar","email":"omar@example.com"}"#,
                cookie: admin)
            #expect(added.status == .created)
            #expect(
                added.text.hasPrefix(
                    #"{"staff_id":"omar","name":"Omar","email":"omar@example.com","role":"agent","online":false,"disabled":false,"invited":true,"link":{"kind":"invitation","url":"http://localhost/invite#token="#
                ))
            let accepted = try await client.send(
                .post, "/api/v1/invitations/accept",
                #"{"token":"\#(added.string("link", "token"))","password":"\#(House.password)"}"#)
            #expect(accepted.status == .created)
            let changed = try await client.send(
                .patch, "/api/v1/agents/omar", #"{"role":"supervisor","disabled":null}"#,
                cookie: admin)
            #expect(try changed.string("role") == "supervisor")
            let omar = try await client.login("omar@example.com")
            let list = try await client.read("/api/v1/agents", cookie: omar)
            #expect(list.text.hasPrefix(#"{"agents":[{"staff_id":"dana""#))
            let refused = try await client.send(.post, "/api/v1/agents", person, cookie: omar)
            #expect(refused.status == .forbidden && refused.code == "forbidden")
            let unknown = try await client.send(
                .patch, "/api/v1/agents/nobody", #"{"name":"X"}"#, cookie: admin)
            #expect(unknown.status == .notFound)
        }
    }

    @Test func `Staff sees a customer, customers do not`() async throws {
        _ = try await house.makeAdmin()
        let mia = try await house.accounts.makeVisitor(name: "Mia")
        try await house.test { client in
            let cookie = try await client.login()
            let path = "/api/v1/customers/\(mia.me.id)"
            let seen = try await client.read(path, cookie: cookie)
            #expect(seen.status == .ok)
            #expect(try seen.string("name") == "Mia")
            #expect(try seen.json()["tickets"] == .integer(0))
            #expect(try await client.read(path, bearer: mia.token).status == .forbidden)
            #expect(try await client.read(path).status == .unauthorized)
            let unknown = try await client.read("/api/v1/customers/%2e%2e", cookie: cookie)
            #expect(unknown.status == .notFound)
        }
    }

    @Test func `The inbox shows to all what it shows, and changes by an admin`() async throws {
        _ = try await house.makeAdmin()
        try await house.test { client in
            let open = try await client.read("/api/v1/inbox")
            #expect(open.status == .ok)
            #expect(try open.json()["origins"] == nil)
            #expect(try await client.read("/api/v1/settings/inbox/main").status == .unauthorized)
            let cookie = try await client.login()
            let changed = try await save(
                #"{"name":"Help","origins":["https://Shop.example/"],"auto_close_days":3,"leave_message":false,"surprise":1}"#,
                client, cookie)
            #expect(changed.status == .created)
            #expect(changed.text.contains(#""origins":["https://shop.example"]"#))
            #expect(!changed.text.contains("surprise"))
            #expect(try await client.read("/api/v1/inbox").string("name") == "Help")
            let settings = try await client.read("/api/v1/settings/inbox/main", cookie: cookie)
            #expect(settings.text == changed.text)
        }
    }

    private func save(
        _ body: String, _ client: any TestClientProtocol, _ cookie: String
    ) async throws -> TestResponse {
        try await client.execute(
            uri: "/api/v1/settings/inbox/main", method: .put,
            headers: [
                .contentType: "application/json", .origin: "http://localhost", .cookie: cookie,
                .ifMatch: "\"0\"",
            ], body: ByteBuffer(string: body))
    }

    @Test(arguments: [
        #"{"origins":["https://a.example; script-src *"]}"#, #"{"origins":["*"]}"#,
        #"{"origins":["javascript:alert(1)"]}"#, #"{"accent":"red"}"#, #"{"auto_close_days":0}"#,
        #"{"auto_close_days":"7"}"#, #"{"leave_message":1}"#, #"{"origins":[1]}"#, #"{"name":""}"#,
    ])
    func `An inbox takes no nonsense`(_ body: String) async throws {
        _ = try await house.makeAdmin()
        try await house.test { client in
            let refused = try await save(body, client, try await client.login())
            #expect(refused.status == .badRequest && refused.code == "bad_request")
            #expect(house.documents.now.revision == 0)
        }
    }

    @Test func `Health`() async throws {
        try await house.test { client in
            for path in ["/health/live", "/health/ready"] {
                let response = try await client.read(path)
                #expect(response.text == #"{"status":"ok"}"#)
            }
        }
    }

    @Test func `The demo's header means nothing outside of the demo`() async throws {
        _ = try await house.makeAdmin()
        try await house.test { client in
            var headers = HTTPFields()
            headers[try #require(HTTPField.Name("X-Beckon-Demo"))] = "staff:dana"
            #expect(
                try await client.read("/api/v1/me", headers: headers).status == .unauthorized)
        }
    }
}

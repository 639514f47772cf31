import BeckonAccounts
import BeckonHTTP
import BeckonModel
import BeckonStore
import BeckonWire
import HTTPTypes
import HummingbirdTesting
import Testing

@Suite struct ErrorResponsesTests {
    let house = House()

    @Test(arguments: [
        ("", 400, "bad_json"), ("{", 400, "bad_json"), ("[]", 400, "bad_json"),
        ("\"text\"", 400, "bad_json"), ("{}", 400, "bad_request"),
        (#"{"text":1}"#, 400, "bad_request"), (#"{"text":null}"#, 400, "bad_request"),
        (#"{"text":"a","more":[1]}"#, 200, nil),
        (#"{"text":"a","deep":"# + String(repeating: "[", count: 50_000), 400, "bad_json"),
        (#"{"text":""# + String(repeating: "a", count: 70_000) + "\"}", 413, "too_large"),
    ])
    func `A bad body is told by its code`(
        _ body: String, _ status: Int, _ code: String?
    ) async throws {
        try await house.test { client in
            let response = try await client.send(.post, "/api/v1/echo", body)
            #expect(response.status.code == status)
            #expect(response.code == code)
        }
    }

    @Test func `A wrong type names its field`() async throws {
        try await house.test { client in
            let response = try await client.send(.post, "/api/v1/echo", #"{"text":1}"#)
            #expect(try response.string("error", "message") == "text has the wrong type.")
        }
    }

    @Test func `Every answer has a request id of our own`() async throws {
        try await house.test { client in
            let name = try #require(HTTPField.Name("X-Request-Id"))
            let response = try await client.read("/api/v1/me", headers: [name: "theirs"])
            let id = try #require(response.headers[name])
            #expect(id.utf8.count == 32 && id != "theirs")
            #expect(try response.string("error", "request_id") == id)
        }
    }

    @Test func `An unknown error tells nothing`() async throws {
        try await house.test { client in
            let response = try await client.read("/api/v1/boom")
            #expect(response.status == .internalServerError)
            #expect(response.code == "internal")
            #expect(!response.text.contains("secret"))
        }
    }

    @Test func `A store that is away is 503, a route that is not is 404`() async throws {
        let token = try await house.accounts.makeVisitor(name: nil).token
        house.store.isDown = true
        try await house.test { client in
            let response = try await client.read("/api/v1/me", bearer: token)
            #expect(response.status == .serviceUnavailable)
            #expect(response.code == "store_unavailable")
            #expect(try await client.read("/api/v1/nothing").code == "not_found")
            #expect(try await client.send(.delete, "/api/v1/me").code == "not_found")
        }
    }

    @Test func `Every failure of the model and the store has its status`() {
        #expect(Failure(TicketError.chatPaused as any Error).status == 409)
        #expect(Failure(StoreError.unavailable as any Error) == .storeUnavailable)
        #expect(Failure(StoreError.corrupt as any Error) == .internal)
        #expect(Failure(CancellationError()) == .internal)
        #expect(Failure(Failure.emailTaken as any Error) == .emailTaken)
    }
}

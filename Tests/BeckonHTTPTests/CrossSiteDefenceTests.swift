import BeckonAccounts
import BeckonHTTP
import BeckonModel
import BeckonRealtime
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing

@Suite struct CrossSiteDefenceTests {
    struct Case: Sendable {
        var origin: String?
        var fetchSite: String?
        var hasCookie = true
        var type: String? = "application/json"
        var publicURL: String?
        let status: Int
    }

    static let cases = [
        Case(origin: "http://localhost", status: 200),
        Case(origin: "https://localhost", status: 403),
        Case(origin: "http://localhost:81", status: 403),
        Case(origin: "http://localhost.evil.example", status: 403),
        Case(origin: "http://evil.example", status: 403),
        Case(origin: "http://evil.example", hasCookie: false, status: 403),
        Case(origin: "null", status: 403),
        Case(origin: "", status: 403),
        Case(origin: nil, status: 403),
        Case(origin: nil, hasCookie: false, status: 200),
        Case(origin: nil, fetchSite: "same-origin", status: 200),
        Case(origin: nil, fetchSite: "same-site", status: 403),
        Case(origin: nil, fetchSite: "cross-site", status: 403),
        Case(origin: "http://evil.example", fetchSite: "same-origin", status: 403),
        Case(origin: "https://help.example", publicURL: "https://help.example", status: 200),
        Case(origin: "http://help.example", publicURL: "https://help.example", status: 403),
        Case(origin: "http://localhost", publicURL: "https://help.example", status: 403),
        Case(origin: "http://localhost", type: nil, status: 400),
        Case(origin: "http://localhost", type: "text/plain", status: 400),
        Case(origin: "http://localhost", type: "application/x-www-form-urlencoded", status: 400),
        Case(origin: "http://localhost", type: "text/plain; application/json", status: 400),
        Case(origin: "http://localhost", type: "application/json; charset=utf-8", status: 200),
        Case(origin: "http://localhost", type: "application/json; x=text/plain", status: 400),
        Case(origin: "http://localhost", type: "application/jsonp", status: 400),
    ]

    @Test(arguments: cases)
    func `Only our own pages change something`(_ one: Case) async throws {
        let house = House { $0.publicURL = one.publicURL.flatMap { PublicURL($0) } }
        _ = try await house.makeAdmin()
        let signedIn = try await house.accounts.login(
            email: "dana@example.com", password: House.password)
        try await house.test { client in
            var headers = HTTPFields()
            headers[.contentType] = one.type
            headers[.origin] = one.origin
            headers[try #require(HTTPField.Name("Sec-Fetch-Site"))] = one.fetchSite
            if one.hasCookie {
                headers[.cookie] = "\(house.accounts.cookie.name)=\(signedIn.token)"
            }
            let response = try await client.execute(
                uri: "/api/v1/echo", method: .post, headers: headers,
                body: ByteBuffer(string: #"{"text":"a"}"#))
            #expect(response.status.code == one.status)
        }
    }

    @Test func `Nothing changes by GET`() async throws {
        let house = House()
        try await house.test { client in
            for path in ["login", "logout", "setup", "visitors", "customers/register"] {
                let status = try await client.read("/api/v1/\(path)").status.code
                #expect([404, 200].contains(status))
            }
        }
        #expect(house.store.sessions.isEmpty)
    }
}

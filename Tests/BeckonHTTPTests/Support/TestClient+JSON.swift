import BeckonModel
import BeckonWire
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing

extension TestClientProtocol {
    /// Sends JSON the way that a page of the site would.
    func send(
        _ method: HTTPRequest.Method, _ path: String, _ body: String = "{}", cookie: String? = nil,
        bearer: String? = nil, origin: String? = "http://localhost",
        contentType: String? = "application/json"
    ) async throws -> TestResponse {
        var headers = HTTPFields()
        if let contentType { headers[.contentType] = contentType }
        if let origin { headers[.origin] = origin }
        if let cookie { headers[.cookie] = cookie }
        if let bearer { headers[.authorization] = "Bearer \(bearer)" }
        return try await execute(
            uri: path, method: method, headers: headers, body: ByteBuffer(string: body))
    }

    func read(
        _ path: String, cookie: String? = nil, bearer: String? = nil, headers: HTTPFields = [:]
    ) async throws -> TestResponse {
        var headers = headers
        if let cookie { headers[.cookie] = cookie }
        if let bearer { headers[.authorization] = "Bearer \(bearer)" }
        return try await execute(uri: path, method: .get, headers: headers, body: nil)
    }

    /// Signs in as the agent of that email; gives back the cookie.
    func login(_ email: String = "dana@example.com") async throws -> String {
        let response = try await send(
            .post, "/api/v1/login", #"{"email":"\#(email)","password":"\#(House.password)"}"#)
        try #require(response.status == .ok)
        return try response.sessionCookie()
    }
}

extension TestResponse {
    var text: String { String(buffer: body) }

    func json() throws -> JSONObject {
        guard case .object(let object) = try JSONParser.parse(Array(body.readableBytesView)) else {
            throw JSONParser.Failure.tooDeep
        }
        return object
    }

    /// `error.code` of the answer.
    var code: String? {
        guard case .object(let error)? = try? json()["error"],
            case .string(let code)? = error["code"]
        else { return nil }
        return code
    }

    func string(_ path: String...) throws -> String {
        var value = JSONValue.object(try json())
        for name in path {
            guard case .object(let object) = value, let next = object[name] else { return "" }
            value = next
        }
        guard case .string(let text) = value else { return "" }
        return text
    }

    /// `name=token` of the `Set-Cookie`.
    func sessionCookie() throws -> String {
        let header = try #require(headers[.setCookie])
        return String(header.prefix { $0 != ";" })
    }
}

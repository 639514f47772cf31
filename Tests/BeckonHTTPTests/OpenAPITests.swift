import BeckonHTTP
import BeckonModel
import BeckonWire
import Foundation
import HTTPTypes
import HummingbirdTesting
import Testing

@Suite("What the API says of itself")
struct OpenAPITests {
    private static let file = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "contract/openapi.json")

    /// With `BECKON_RECORD=1` the file is written anew.
    @Test("contract/openapi.json is what the routes say")
    func recorded() throws {
        if ProcessInfo.processInfo.environment["BECKON_RECORD"] == "1" {
            try OpenAPIDocument.text.write(to: Self.file, atomically: true, encoding: .utf8)
        }
        let stored = try String(contentsOf: Self.file, encoding: .utf8)
        #expect(stored == OpenAPIDocument.text, "make contract writes it anew")
    }

    @Test("It is served to everyone, as it is recorded")
    func served() async throws {
        try await House().test { client in
            let answer = try await client.read("/api/v1/openapi.json")
            #expect(answer.status == .ok)
            #expect(answer.headers[.contentType] == "application/json")
            #expect(answer.text == OpenAPIDocument.text)
        }
    }

    @Test("It is JSON, with every path")
    func json() throws {
        let json = try JSONSerialization.jsonObject(with: Data(OpenAPIDocument.text.utf8))
        let document = try #require(json as? [String: Any])
        let paths = try #require(document["paths"] as? [String: Any])
        #expect(Set(paths.keys) == Set(OpenAPIDocument.operations.map(\.path.text)))
    }

    @Test("No two operations have one id, or one way in")
    func unique() {
        let operations = OpenAPIDocument.operations
        #expect(Set(operations.map(\.id)).count == operations.count)
        let ways = operations.map { "\($0.method) \($0.path.text)" }
        #expect(Set(ways).count == ways.count)
    }

    @Test(
        "Every route that is described is there: none is 404 where nothing is named",
        arguments: OpenAPIDocument.operations.filter { operation in
            operation.path.parameters.isEmpty && !operation.path.text.contains("/tickets")
                && !operation.path.text.contains("/commands")
        }.map { ($0.method, $0.path.text) })
    func registered(_ method: HTTPRequest.Method, _ path: String) async throws {
        try await House().test { client in
            let answer = try await client.send(method, path, "{}")
            #expect(answer.status != .notFound, "\(method) \(path)")
        }
    }

    @Test("A query parameter is read within the bounds that the document says")
    func query() throws {
        let parameter = QueryParameter.integer("limit", 1...100, "How many.")
        #expect(parameter.schema == .integer(1...100))
        #expect(try parameter.read("100") == 100)
        #expect(throws: Failure.invalid("limit", .notAllowed)) { try parameter.read("101") }
        #expect(throws: Failure.invalid("limit", .notAllowed)) { try parameter.read("many") }
    }
}

@Suite("A body is held against what its route says")
struct DeclaredBodyTests {
    private let fields: [Schema.Field] = [
        .required("name", .text(max: 5)), .optional("score", .integer(1...5)),
        .optional("tags", .array(.choice(["a", "b"]), 0...2)),
        .optional("inner", .object([.required("on", .boolean)])),
    ]

    @Test(arguments: [
        (#"{}"#, "name", FieldProblem.missing), (#"{"name":null}"#, "name", .missing),
        (#"{"name":7}"#, "name", .wrongType), (#"{"name":""}"#, "name", .empty),
        (#"{"name":"sixsix"}"#, "name", .tooLong(max: 5)),
        (#"{"name":"a","score":6}"#, "score", .tooLarge(max: 5)),
        (#"{"name":"a","score":"5"}"#, "score", .wrongType),
        (#"{"name":"a","tags":["a","c"]}"#, "tags[1]", .notAllowed),
        (#"{"name":"a","tags":["a","a","a"]}"#, "tags", .tooLong(max: 2)),
        (#"{"name":"a","inner":{"on":1}}"#, "inner.on", .wrongType),
        (#"{"name":"a","inner":{}}"#, "inner.on", .missing),
    ])
    func `Each mistake is named by its place`(
        _ body: String, _ place: String, _ problem: FieldProblem
    ) {
        #expect(throws: Failure.invalidFields([FieldError(place, problem)])) {
            try JSONBody(bytes: Array(body.utf8), declared: fields)
        }
    }

    @Test(arguments: [
        #"{"name":"é€🐌日本"}"#, #"{"name":"a","score":null,"tags":[],"other":{"x":[1]}}"#,
        #"{"name":"a","score":1,"tags":["b"],"inner":{"on":true}}"#,
    ])
    func `What is right, absent or unknown passes`(_ body: String) throws {
        _ = try JSONBody(bytes: Array(body.utf8), declared: fields)
    }
}

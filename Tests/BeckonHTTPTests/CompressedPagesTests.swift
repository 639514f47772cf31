import BeckonHTTP
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@Suite struct CompressedPagesTests {
    private static let short = [
        "shared/base.css": "css, compressed", "widget/widget.js": "js, compressed",
    ]

    private func test<Value>(
        _ body: @Sendable (any TestClientProtocol) async throws -> Value
    ) async throws -> Value {
        let assets = WebAssets.files(House.files, gzip: Self.short)
        return try await House().application(assets: assets).test(.router, body)
    }

    @Test func `A client that takes gzip gets the compressed bytes`() async throws {
        try await test { client in
            let page = try await client.read(
                "/shared/base.css", headers: [.acceptEncoding: "gzip, deflate, br"])
            #expect(page.status == .ok)
            #expect(page.text == "css, compressed")
            #expect(page.headers[.contentEncoding] == "gzip")
            #expect(page.headers[.contentType] == "text/css; charset=utf-8")
            #expect(page.headers[.contentLength] == "15")
            #expect(page.headers[.vary] == "Accept-Encoding")
            let loader = try await client.read("/widget.js", headers: [.acceptEncoding: "gzip"])
            #expect(loader.text == "js, compressed")
        }
    }

    @Test(arguments: [
        "", "identity", "br", "gzip;q=0", "gzip;q=0.0", "*;q=0", "*;q=0, br", "gzip;q=x",
        "gzip;level=9",
        "gzip;q=2", "gzip;q=0.2, identity;q=0.8", "gzip;q=0, *",
    ])
    func `A client that does not take gzip gets the plain bytes`(_ accepted: String) async throws {
        try await test { client in
            let page = try await client.read(
                "/shared/base.css", headers: [.acceptEncoding: accepted])
            #expect(page.text == "p{}")
            #expect(page.headers[.contentEncoding] == nil)
            #expect(page.headers[.vary] == "Accept-Encoding")
        }
    }

    @Test(arguments: [
        "gzip", "GZip", "x-gzip", "*", "br , gzip ; q=0.5", "gzip;q=1.000", "identity;q=0, *",
    ])
    func `Codings have weights, and a star stands for those that are not named`(
        _ accepted: String
    ) async throws {
        try await test { client in
            let page = try await client.read(
                "/shared/base.css", headers: [.acceptEncoding: accepted])
            #expect(page.headers[.contentEncoding] == "gzip")
        }
    }

    @Test func `Who asks for no coding gets the plain bytes, and caches are told that it matters`()
        async throws
    {
        try await test { client in
            let page = try await client.read("/shared/base.css")
            #expect(page.text == "p{}")
            #expect(page.headers[.vary] == "Accept-Encoding")
            let only = try await client.read("/desk", headers: [.acceptEncoding: "gzip"])
            #expect(only.text == "<p>desk</p>")
            #expect(only.headers[.contentEncoding] == nil && only.headers[.vary] == nil)
        }
    }

    @Test func `Each representation has its own ETag, and 304 goes by the one that would be sent`()
        async throws
    {
        try await test { client in
            let plain = try #require(try await client.read("/shared/base.css").headers[.eTag])
            let gzip = try #require(
                try await client.read("/shared/base.css", headers: [.acceptEncoding: "gzip"])
                    .headers[.eTag])
            #expect(plain != gzip)
            for (etag, accepted, status) in [
                (gzip, "gzip", HTTPResponse.Status.notModified), (plain, "gzip", .ok),
                (plain, "identity", .notModified), (gzip, "identity", .ok),
                ("\(plain), \(gzip)", "gzip", .notModified),
            ] {
                let again = try await client.read(
                    "/shared/base.css",
                    headers: [.ifNoneMatch: etag, .acceptEncoding: accepted])
                #expect(again.status == status, "\(etag) \(accepted)")
                #expect(again.headers[.vary] == "Accept-Encoding")
                guard status == .notModified else { continue }
                #expect(again.text == "" && again.headers[.contentEncoding] == nil)
                #expect(again.headers[.eTag] == (accepted == "gzip" ? gzip : plain))
            }
        }
    }

    @Test func `HEAD says what GET would send`() async throws {
        try await test { client in
            for (accepted, length, coding) in [("gzip", "15", "gzip"), ("identity", "3", nil)] {
                let head = try await client.execute(
                    uri: "/shared/base.css", method: .head,
                    headers: [.acceptEncoding: accepted], body: nil)
                #expect(head.status == .ok && head.text == "")
                #expect(head.headers[.contentLength] == length)
                #expect(head.headers[.contentEncoding] == coding)
                #expect(head.headers[.vary] == "Accept-Encoding")
            }
        }
    }

    @Test func `Answers of the API are never compressed`() async throws {
        try await test { client in
            let answer = try await client.read(
                "/api/v1/setup", headers: [.acceptEncoding: "gzip"])
            #expect(answer.status == .ok)
            #expect(answer.headers[.contentEncoding] == nil)
            let missing = try await client.read("/nothing", headers: [.acceptEncoding: "gzip"])
            #expect(missing.headers[.contentEncoding] == nil)
        }
    }
}

import BeckonHTTP
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

/// What browsers keep, and for how long.
@Suite struct KeptPagesTests {
    private static let forever = "public, max-age=31536000, immutable"

    @Test func `A name with a hash is kept for good`() async throws {
        try await House().test { client in
            let file = try await client.read("/assets/desk-ABC234.js")
            #expect(file.status == .ok && file.text == "desk()")
            #expect(file.headers[.cacheControl] == Self.forever)
            #expect(file.headers[.contentType] == "text/javascript; charset=utf-8")
            let etag = try #require(file.headers[.eTag])
            let again = try await client.read(
                "/assets/desk-ABC234.js", headers: [.ifNoneMatch: etag])
            #expect(again.status == .notModified)
            #expect(again.headers[.cacheControl] == Self.forever)
        }
    }

    @Test(arguments: ["/", "/desk", "/setup", "/widget/frame", "/shared/base.css"])
    func `Pages and sources are asked for each time`(_ path: String) async throws {
        try await House().test { client in
            let page = try await client.read(path)
            #expect(page.headers[.cacheControl] == "no-cache")
            let etag = try #require(page.headers[.eTag])
            let again = try await client.read(path, headers: [.ifNoneMatch: etag])
            #expect(again.status == .notModified)
        }
    }

    @Test func `The loader's name stays, so it is kept for minutes`() async throws {
        try await House().test { client in
            let loader = try await client.read("/widget.js")
            #expect(loader.headers[.cacheControl] == "public, max-age=300")
            #expect(loader.headers[.eTag] != nil)
        }
    }

    @Test func `What is not there is not kept`() async throws {
        try await House().test { client in
            let missing = try await client.read("/assets/desk-OLD234.js")
            #expect(missing.status == .notFound)
            #expect(missing.headers[.cacheControl] == "no-cache")
        }
    }
}

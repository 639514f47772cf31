import BeckonAccounts
import BeckonHTTP
import BeckonModel
import BeckonRealtime
import BeckonStore
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@Suite struct PagesTests {
    @Test(arguments: [
        ("/", "<p>portal</p>"), ("/desk", "<p>desk</p>"), ("/setup", "<p>setup</p>"),
    ])
    func `Pages are never framed and run only our own scripts`(
        _ path: String, _ text: String
    ) async throws {
        try await House().test { client in
            let page = try await client.read(path)
            #expect(page.text == text)
            #expect(page.headers[.contentType] == "text/html; charset=utf-8")
            #expect(page.headers[.cacheControl] == "no-cache")
            #expect(page.headers[.xContentTypeOptions] == "nosniff")
            #expect(header(page, "Referrer-Policy") == "no-referrer")
            #expect(header(page, "Cross-Origin-Opener-Policy") == "same-origin")
            #expect(header(page, "Cross-Origin-Resource-Policy") == "same-origin")
            #expect(header(page, "X-Frame-Options") == "DENY")
            #expect(header(page, "Permissions-Policy")?.contains("camera=()") == true)
            #expect(page.headers[.strictTransportSecurity] == nil)
            let csp = try #require(page.headers[.contentSecurityPolicy])
            #expect(csp.hasPrefix("default-src 'none'; script-src 'self'; style-src 'self'"))
            for rule in [
                "frame-ancestors 'none'", "base-uri 'none'", "require-trusted-types-for 'script'",
                "form-action 'self'", "connect-src 'self'", "img-src 'self' data:",
            ] { #expect(csp.contains(rule)) }
            #expect(!csp.contains("unsafe"))
        }
    }

    @Test func `The way in from the widget is not parted from the frame that opened it`()
        async throws
    {
        try await House().test { client in
            let page = try await client.read("/portal/enter")
            #expect(page.text == "<p>enter</p>")
            #expect(header(page, "Cross-Origin-Opener-Policy") == nil)
            #expect(header(page, "X-Frame-Options") == "DENY")
        }
    }

    @Test func `The widget's frame opens only in the inbox's origins`() async throws {
        let house = House()
        try await house.test { client in
            let open = try await client.read("/widget/frame")
            #expect(
                open.headers[.contentSecurityPolicy]?.hasSuffix("frame-ancestors *") == true)
            #expect(header(open, "X-Frame-Options") == nil)
            let dana = try await house.makeAdmin()
            let origins: JSONValue = .array([
                .string("https://a.example"), .string("http://b.example:8080"),
            ])
            _ = try await house.documents.change(
                DocumentKey(Inbox.kind, .main),
                .put(JSONObject([.init(name: "origins", value: origins)])), seen: .revision(0),
                by: .staff(dana.reference, .admin))
            let bound = try await client.read("/widget/frame")
            #expect(
                bound.headers[.contentSecurityPolicy]?
                    .hasSuffix("frame-ancestors https://a.example http://b.example:8080") == true)
        }
    }

    @Test func `The loader may be run by other origins, other files not`() async throws {
        try await House().test { client in
            let loader = try await client.read("/widget.js")
            #expect(loader.headers[.contentType] == "text/javascript; charset=utf-8")
            #expect(header(loader, "Cross-Origin-Resource-Policy") == "cross-origin")
            let file = try await client.read("/shared/base.css")
            #expect(file.headers[.contentType] == "text/css; charset=utf-8")
            #expect(header(file, "Cross-Origin-Resource-Policy") == "same-origin")
        }
    }

    @Test func `HSTS when the public URL is https`() async throws {
        try await House { $0.publicURL = PublicURL("https://help.example") }.test { client in
            let page = try await client.read("/desk")
            #expect(page.headers[.strictTransportSecurity] == "max-age=31536000")
        }
    }

    @Test func `An ETag is strong, and 304 has no body`() async throws {
        try await House().test { client in
            let page = try await client.read("/shared/base.css")
            let etag = try #require(page.headers[.eTag])
            #expect(etag.hasPrefix("\"") && etag.utf8.count == 45)
            for match in [etag, "W/\(etag)", "\"x\", \(etag)", "*"] {
                let same = try await client.read(
                    "/shared/base.css", headers: [.ifNoneMatch: match])
                #expect(same.status == .notModified)
                #expect(same.text == "")
                #expect(same.headers[.eTag] == etag)
            }
            let other = try await client.read("/shared/base.css", headers: [.ifNoneMatch: "\"x\""])
            #expect(other.status == .ok)
            let head = try await client.execute(
                uri: "/desk", method: .head, headers: [:], body: nil)
            #expect(head.status == .ok && head.text == "")
            #expect(head.headers[.contentLength] == "11")
        }
    }

    @Test func `The shop is there in the demo only`() async throws {
        let status = try await House().test { try await $0.read("/demo/shop").status }
        #expect(status == .notFound)
        // Over a socket: the demo looks where a request comes from.
        try await House { $0.isDemo = true }.application().test(.live) { client in
            let shop = try await client.read("/demo/shop")
            #expect(shop.status == .ok)
            #expect(
                shop.headers[.contentSecurityPolicy]?.contains("frame-src 'self'") == true)
        }
    }

    @Test func `What is not there is a page, and pages have one address`() async throws {
        try await House().test { client in
            for path in [
                "/nothing", "/portal/index.html", "/widget/frame.html", "/shared/", "/assets/x.js",
            ] {
                let page = try await client.read(path)
                #expect(page.status == .notFound)
                #expect(page.text == "<p>no</p>")
                #expect(page.headers[.contentType] == "text/html; charset=utf-8")
                #expect(page.headers[.cacheControl] == "no-cache")
                #expect(
                    page.headers[.contentSecurityPolicy]?.contains("frame-ancestors 'none'")
                        == true)
            }
        }
    }

    @Test func `Nothing outside of the web root is served`() async throws {
        let base = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        let root = base.appending(path: "web")
        try FileManager.default.createDirectory(
            at: root.appending(path: "shared"), withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: base) }
        try Data("secret".utf8).write(to: base.appending(path: "secret.css"))
        try Data("secret".utf8).write(to: root.appending(path: "shared/.hidden"))
        try Data("p{}".utf8).write(to: root.appending(path: "shared/base.css"))
        try FileManager.default.createSymbolicLink(
            at: root.appending(path: "shared/out.css"),
            withDestinationURL: base.appending(path: "secret.css"))
        try FileManager.default.createSymbolicLink(
            at: root.appending(path: "shared/up"), withDestinationURL: base)
        let application = House().application(assets: .directory(root.path()))
        try await application.test(.router) { client in
            #expect(try await client.read("/shared/base.css").text == "p{}")
            for path in [
                "/shared/../../secret.css", "/shared/..%2f..%2fsecret.css",
                "/shared/%2e%2e/%2e%2e/secret.css", "/shared/....//secret.css",
                "/shared/..\\..\\secret.css", "/shared//etc/passwd", "/shared/%00",
                "/shared/out.css",
                "/shared/up/secret.css", "/shared/.hidden", "/shared", "/shared/.",
                "/shared/base.css/", "/shared/base.css%00.js", "/shared/up/web/shared/base.css%20",
            ] {
                let response = try await client.read(path)
                #expect(response.status == .notFound, "\(path)")
                #expect(!response.text.contains("secret"))
            }
        }
    }

    private func header(_ response: TestResponse, _ name: String) -> String? {
        HTTPField.Name(name).flatMap { response.headers[$0] }
    }
}

import BeckonHTTP
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

/// The pages in this very program. `make test` embeds them; a plain `swift build` has none and serves the sources.
@Suite struct BuiltPagesTests {
    private static let pages = ["/", "/desk", "/setup", "/widget/frame", "/demo/shop"]

    private func test(
        _ assets: WebAssets, _ body: @Sendable (any TestClientProtocol) async throws -> Void
    ) async throws {
        // Over a socket: the demo looks where a request comes from.
        try await House { $0.isDemo = true }.application(assets: assets).test(.live, body)
    }

    @Test(.enabled(if: WebAssets.embeddedCount > 0), arguments: pages)
    func `A page names only files that are there, compressed, and kept for good`(
        _ page: String
    ) async throws {
        try await test(.embedded()) { client in
            let html = try await client.read(page).text
            let files = html.matches(of: /(?:href|src)="(\/assets\/[^"]+)"/).map { String($0.1) }
            #expect(files.count { $0.hasSuffix(".js") } >= 1)
            // The widget names one more, for what it shows later.
            let sheets = page == "/widget/frame" ? 2 : 1
            #expect(files.count { $0.hasSuffix(".css") } == sheets)
            #expect(!html.contains("/shared/") && !html.contains("/desk/"))
            for path in files {
                let plain = try await client.read(path)
                let short = try await client.read(path, headers: [.acceptEncoding: "gzip"])
                #expect(plain.status == .ok && short.status == .ok, "\(path)")
                #expect(short.headers[.cacheControl]?.hasSuffix("immutable") == true, "\(path)")
                // Of so few bytes none would be saved.
                guard plain.body.readableBytes > 200 else { continue }
                #expect(short.headers[.contentEncoding] == "gzip", "\(path)")
                #expect(
                    Array(short.body.readableBytesView.prefix(3)) == [0x1f, 0x8b, 8], "\(path)")
                #expect(short.body.readableBytes < plain.body.readableBytes, "\(path)")
            }
        }
    }

    @Test(.enabled(if: WebAssets.embeddedCount > 0))
    func `A release carries no sources`() async throws {
        try await test(.embedded()) { client in
            for path in ["/desk/main.js", "/shared/i18n.js", "/shared/base.css"] {
                let source = try await client.read(path)
                #expect(source.status == .notFound, "\(path)")
            }
            let loader = try await client.read("/widget.js")
            #expect(loader.status == .ok)
            let nothing = try await client.read("/nothing")
            #expect(nothing.text.contains("There is nothing here"))
        }
    }

    @Test func `A build carries what Scripts/embed-web made`() {
        let root = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined()
        let made = root + "/Sources/CWebAssets/generated/assets.inc"
        #expect(FileManager.default.fileExists(atPath: made) == (WebAssets.embeddedCount > 0))
    }

    @Test func `Without --web-root a program that carries pages serves those, another its sources`()
        throws
    {
        let assets = try #require(WebAssets.chosen(root: nil))
        #expect((assets.sources == nil) == (WebAssets.embeddedCount > 0))
        #expect(WebAssets.chosen(root: "/tmp")?.sources == "/tmp/")
    }

    @Test(arguments: pages)
    func `The sources are served as they are`(_ page: String) async throws {
        let root = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined() + "/web"
        try await test(.directory(root)) { client in
            let html = try await client.read(page)
            #expect(html.status == .ok && !html.text.contains("/assets/"))
            let files = html.text.matches(of: /(?:href|src)="(\/[a-z]+\/[^"]+\.(?:js|css))"/)
            #expect(files.count > 1)
            for file in files {
                let source = try await client.read(String(file.1))
                #expect(source.status == .ok && source.headers[.cacheControl] == "no-cache")
            }
        }
    }
}

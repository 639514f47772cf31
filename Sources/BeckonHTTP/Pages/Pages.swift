package import BeckonAccounts
import BeckonModel
import HTTPTypes
package import Hummingbird

/// The pages and their files. GET only; HEAD follows from it (`RouterOptions.autoGenerateHeadEndpoints`).
package struct Pages: Sendable {
    /// How long a browser may go on without asking (RFC 9111, section 5.2.2).
    private enum Keeping: String {
        /// Asked for each time, and answered with 304 while it is the same.
        case none = "no-cache"
        /// The loader: its name stays, and pages of others name it.
        case short = "public, max-age=300"
        /// A name that holds a hash of the contents never means anything else.
        case forever = "public, max-age=31536000, immutable"
    }

    /// Where Scripts/embed-web puts files under hashed names.
    private static let hashed = "assets"

    private let assets: WebAssets
    private let documents: Documents
    private let isDemo: Bool

    package init(assets: WebAssets, documents: Documents, isDemo: Bool) {
        self.assets = assets
        self.documents = documents
        self.isDemo = isDemo
    }

    package func addRoutes(to router: some RouterMethods<BeckonRequestContext>) {
        page(router, "/", "portal/index.html")
        page(router, "/desk", "desk/index.html")
        page(router, "/setup", "setup/index.html")
        page(router, "/invite", "invite/index.html")
        router.get("/widget.js") { request, _ in
            try await answer(request, "widget/widget.js", PageHeaders.loader(), .short)
        }
        router.get("/widget/frame") { request, _ in
            let settings = documents.now
            let query = try QueryParameters(request, declared: [InboxChoice.parameter])
            let origins = settings.inbox(try InboxChoice.read(query, settings)).origins
            return try await answer(
                request, "widget/frame.html", PageHeaders.widgetFrame(origins: origins))
        }
        router.get("/portal/enter") { request, _ in
            try await answer(request, "portal/enter.html", PageHeaders.entrance())
        }
        files(router, Self.hashed, .forever)
        for folder in ["shared", "widget", "portal", "desk", "setup", "invite"] {
            files(router, folder)
        }
        guard isDemo else { return }
        router.get("/demo/shop") { request, _ in
            try await answer(request, "demo/shop.html", PageHeaders.demo())
        }
        files(router, "demo")
    }

    private func page(
        _ router: some RouterMethods<BeckonRequestContext>, _ path: RouterPath, _ file: String
    ) {
        router.get(path) { request, _ in
            try await answer(request, file, PageHeaders.page())
        }
    }

    /// Pages themselves are served only at their own addresses, with their own headers.
    private func files(
        _ router: some RouterMethods<BeckonRequestContext>, _ folder: String,
        _ keeping: Keeping = .none
    ) {
        router.get(RouterPath("/\(folder)/**")) { request, _ in
            let path = request.uri.path.dropFirst()
            guard !path.hasSuffix(".html") else { throw HTTPError(.notFound) }
            return try await answer(request, path, PageHeaders.asset(), keeping)
        }
    }

    private func answer(
        _ request: Request, _ path: some StringProtocol & Sendable, _ headers: HTTPFields,
        _ keeping: Keeping = .none
    ) async throws -> Response {
        guard let path = AssetPath(path), let asset = await assets.asset(path) else {
            throw HTTPError(.notFound)
        }
        var headers = headers
        headers[.cacheControl] = keeping.rawValue
        var chosen = asset.plain
        var coding: String?
        if let gzip = asset.gzip {
            headers[.vary] = "Accept-Encoding"
            if AcceptEncoding(request.headers[values: .acceptEncoding]).takesGzip {
                chosen = gzip
                coding = "gzip"
            }
        }
        headers[.eTag] = chosen.etag
        if Self.matches(request.headers[values: .ifNoneMatch], chosen.etag) {
            return Response(status: .notModified, headers: headers)
        }
        headers[.contentType] = asset.contentType
        headers[.contentEncoding] = coding
        return Response(
            status: .ok, headers: headers, body: ResponseBody(byteBuffer: chosen.bytes))
    }

    /// `If-None-Match` compares weakly (RFC 9110, section 13.1.2). Our tags hold no comma.
    static func matches(_ values: [String], _ etag: String) -> Bool {
        values.flatMap { $0.split(separator: ",") }.contains { tag in
            var tag = tag.drop { $0 == " " }.prefix { $0 != " " }
            if tag.hasPrefix("W/") { tag = tag.dropFirst(2) }
            return tag == "*" || tag == etag
        }
    }
}

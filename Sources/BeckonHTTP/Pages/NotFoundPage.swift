import HTTPTypes
import Hummingbird
import NIOCore

/// What people see where nothing is.
struct NotFoundPage: Sendable {
    private static let path = AssetPath("shared/not-found.html")

    let assets: WebAssets

    func response() async -> Response {
        var headers = PageHeaders.page()
        headers[.cacheControl] = "no-cache"
        headers[.contentType] = "text/plain; charset=utf-8"
        var bytes = ByteBuffer(string: "There is nothing here.\n")
        if let path = Self.path, let page = await assets.asset(path) {
            headers[.contentType] = page.contentType
            bytes = page.plain.bytes
        }
        return Response(
            status: .notFound, headers: headers, body: ResponseBody(byteBuffer: bytes))
    }
}

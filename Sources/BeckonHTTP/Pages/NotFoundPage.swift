import HTTPTypes
import Hummingbird
import NIOCore

enum NotFoundPage {
    static var response: Response {
        var headers = PageHeaders.page()
        headers[.contentType] = "text/html; charset=utf-8"
        headers[.cacheControl] = "no-cache"
        return Response(
            status: .notFound, headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(string: html)))
    }

    private static let html = """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Nothing here</title>
        <link rel="stylesheet" href="/shared/tokens.css">
        <link rel="stylesheet" href="/shared/base.css">
        <main>
        <h1>There is nothing here.</h1>
        <p>The address may be mistyped, or the page has moved. <a href="/">Go to support</a></p>
        </main>
        </html>

        """
}

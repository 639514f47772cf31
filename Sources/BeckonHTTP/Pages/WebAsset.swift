import BeckonAccounts
import Crypto
import NIOCore

/// One file of `web/`, in one or two representations.
struct WebAsset: Sendable {
    /// The bytes as they are sent.
    struct Representation: Sendable {
        let bytes: ByteBuffer
        /// Strong: SHA-256 of the bytes (RFC 9110, section 8.8.3). So each representation has its own.
        let etag: String

        init(_ bytes: ByteBuffer) {
            self.bytes = bytes
            let digest = SHA256.hash(data: Array(bytes.readableBytesView))
            etag = "\"" + Tokens.base64URL(Array(digest)) + "\""
        }
    }

    let plain: Representation
    /// The same compressed, where that was done ahead of time.
    let gzip: Representation?
    let contentType: String

    init(path: String, bytes: ByteBuffer, gzip: ByteBuffer? = nil) {
        plain = Representation(bytes)
        self.gzip = gzip.map(Representation.init)
        contentType = Self.contentType(of: path)
    }

    private static func contentType(of path: String) -> String {
        let dot = path.lastIndex(of: ".") ?? path.endIndex
        return switch path[dot...] {
        case ".html": "text/html; charset=utf-8"
        case ".js", ".mjs": "text/javascript; charset=utf-8"
        case ".css": "text/css; charset=utf-8"
        case ".json": "application/json"
        case ".svg": "image/svg+xml"
        case ".png": "image/png"
        case ".ico": "image/x-icon"
        case ".woff2": "font/woff2"
        case ".webmanifest": "application/manifest+json"
        case ".txt": "text/plain; charset=utf-8"
        default: "application/octet-stream"
        }
    }
}

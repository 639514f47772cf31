package import BeckonWire
package import HTTPTypes
package import Hummingbird
import NIOCore

extension Response {
    /// A JSON object with what `body` writes.
    package static func json(
        _ status: HTTPResponse.Status = .ok, _ body: (inout JSONWriter) -> Void
    ) -> Response {
        json(status, bytes: JSONWriter.object(body))
    }

    /// JSON that is bytes already.
    package static func json(_ status: HTTPResponse.Status = .ok, bytes: [UInt8]) -> Response {
        Response(
            status: status,
            headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}

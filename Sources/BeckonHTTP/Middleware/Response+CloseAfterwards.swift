import HTTPTypes
import Hummingbird
import NIOCore

extension Response {
    /// Closes the connection a second after the answer: at once, what the client is still sending would reset it before the
    /// answer is read.
    mutating func closeAfterwards(_ channel: any Channel) {
        headers[.connection] = "close"
        let inner = body
        body = ResponseBody(contentLength: inner.contentLength) { writer in
            defer {
                channel.eventLoop.scheduleTask(in: .seconds(1)) {
                    channel.close(promise: nil)
                }
            }
            try await inner.write(writer)
        }
    }
}

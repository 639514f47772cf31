import BeckonModel
import BeckonWire
import HTTPTypes
package import Hummingbird
import NIOCore

/// Collects the body before anything else runs: at most 64 KiB, whole within the deadline, however slowly it drips.
package struct BodyCollection: RouterMiddleware {
    package typealias Context = BeckonRequestContext

    private let deadline: Duration

    package init(deadline: Duration) { self.deadline = deadline }

    package func handle(
        _ request: Request, context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        let length = request.headers[.contentLength].map { Int($0) ?? .max }
        guard length ?? 0 > 0 || request.headers[.transferEncoding] != nil else {
            return try await next(request, context)
        }
        if let length, length > Limits.frameBytes { throw Failure.tooLarge }
        var request = request
        request.body = RequestBody(buffer: try await collect(request.body))
        return try await next(request, context)
    }

    private func collect(_ body: RequestBody) async throws -> ByteBuffer {
        try await withThrowingTaskGroup(of: ByteBuffer?.self) { [deadline] group in
            group.addTask { try await body.collect(upTo: Limits.frameBytes) }
            group.addTask {
                try await Task.sleep(for: deadline)
                return nil
            }
            defer { group.cancelAll() }
            guard let first = try await group.next(), let buffer = first else {
                throw SlowRequest()
            }
            return buffer
        }
    }
}

import BeckonModel
package import BeckonRealtime
import BeckonWire
import HTTPTypes
package import Hummingbird
import NIOCore

/// Counts what somebody takes by HTTP together with what their sockets take: reads, what they send, and the bytes of answers that they
/// have not taken yet.
package struct FairShare: RouterMiddleware {
    package typealias Context = BeckonRequestContext

    /// As much as a connection holds anyway; smaller answers are not counted.
    private static let piece = 64 * 1024

    private let shares: Shares
    private let proxies: TrustedProxies

    package init(shares: Shares, proxies: TrustedProxies) {
        self.shares = shares
        self.proxies = proxies
    }

    package func handle(
        _ request: Request, context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        var context = context
        let now = NIODeadline.now()
        context.dues = shares.dues(
            of: context.identity, at: proxies.countedAddress(of: context.client), now: now)
        let wait: TimeAmount?
        switch request.method {
        case .get, .head, .options: wait = context.dues.takeRead(at: now)
        default:
            let bytes = request.headers[.contentLength].flatMap { Int($0) } ?? 0
            wait = context.dues.takeFrame(isWriting: true, bytes: bytes, at: now)
        }
        if let wait { throw Failure.tooFast(wait) }
        var response = try await next(request, context)
        if let length = response.body.contentLength, length > Self.piece {
            response.body = Self.inPieces(response.body, owed: context.dues.debtAnyway(length))
        }
        return response
    }

    /// Written as fast as it is taken, and owed until then.
    private static func inPieces(_ body: ResponseBody, owed debt: Debt) -> ResponseBody {
        ResponseBody(contentLength: body.contentLength) { writer in
            defer { withExtendedLifetime(debt) {} }
            try await body.write(PieceWriter(inner: writer, size: piece))
        }
    }
}

private struct PieceWriter: ResponseBodyWriter {
    var inner: any ResponseBodyWriter
    let size: Int

    mutating func write(_ buffer: ByteBuffer) async throws {
        var rest = buffer
        while let piece = rest.readSlice(length: min(size, rest.readableBytes)),
            piece.readableBytes > 0
        {
            try await inner.write(piece)
        }
    }

    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {
        try await inner.finish(trailingHeaders)
    }
}

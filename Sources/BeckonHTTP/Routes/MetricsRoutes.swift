import BeckonRealtime
import BeckonTelemetry
import BeckonWire
import Crypto
import HTTPTypes
import Hummingbird
import NIOCore

/// `GET /metrics`: to this machine as it is, to others with a token. Where there is no token, there is nothing here for them.
struct MetricsRoutes: Sendable {
    private let token: SHA256Digest?
    private let proxies: TrustedProxies
    private let limits: RateLimits
    /// Brings what is only read when somebody asks up to date.
    private let sample: @Sendable () -> Void

    init(
        token: String?, proxies: TrustedProxies, limits: RateLimits,
        sample: @escaping @Sendable () -> Void
    ) {
        self.token = token.map { SHA256.hash(data: Array($0.utf8)) }
        self.proxies = proxies
        self.limits = limits
        self.sample = sample
    }

    func addRoutes(to router: some RouterMethods<BeckonRequestContext>) {
        router.get("/metrics") { request, context in
            if let refusal = try refusal(request, context) { return refusal }
            sample()
            let format = Exposition.Format(
                accept: request.headers[values: .accept].joined(separator: ","))
            let text = Exposition.render(.shared, as: format)
            return Response(
                status: .ok,
                headers: [
                    .contentType: format.contentType, .cacheControl: "no-store", .vary: "Accept",
                ],
                body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
        }
    }

    private func refusal(
        _ request: Request, _ context: BeckonRequestContext
    ) throws(Failure) -> Response? {
        if isFromThisMachine(request, context) { return nil }
        guard let token else { throw .notFound }
        // Digests are compared in constant time, and are of one length whatever was sent.
        let given = Authentication.bearer(request.headers[.authorization])
        if let given, SHA256.hash(data: Array(given.utf8)) == token { return nil }
        try limits.take(.metrics, by: context.client.limitKey)
        var response = ErrorResponses.response(.notAuthenticated, context)
        response.headers[.wwwAuthenticate] = "Bearer"
        return response
    }

    /// Behind a proxy that is trusted its client counts. Any other peer speaks for itself: not where a header says that it speaks for somebody else, and only by
    /// a name of this machine, since a foreign one that leads here (DNS rebinding) is the page of somebody else.
    private func isFromThisMachine(_ request: Request, _ context: BeckonRequestContext) -> Bool {
        if proxies.contains(context.peer), request.headers.contains(.forwardedFor) {
            return context.client.isLoopback
        }
        let isProxied = request.headers.contains { DemoDoor.isProxys($0.name.rawName) }
        let door = DemoDoor(
            peer: context.peer, host: request.head.authority, isProxied: isProxied)
        return door == .open
    }
}

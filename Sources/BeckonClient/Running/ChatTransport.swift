/// The way to the server: what an app hands in. On Apple's platforms `URLSession` has both halves (`webSocketTask(with:)`, `data(for:)`);
/// `Examples/beckon-chat` has one over SwiftNIO.
public protocol ChatTransport: Sendable {
    /// Opens a WebSocket (RFC 6455).
    ///
    /// - Parameter path: behind the server's address, as `/ws/user/mia`.
    /// - Throws: anything, when it does not come about.
    func open(_ path: String) async throws -> any ChatLine

    /// Asks with GET, with the credentials of the person: `Authorization: Bearer`, the session's cookie, or `X-Beckon-Demo`.
    ///
    /// - Parameter path: behind the server's address, with its query.
    /// - Throws: anything, when there is no answer.
    func get(_ path: String) async throws -> (status: Int, body: [UInt8])
}

/// An open WebSocket. `receive` and `send` are called by one task each; `close` by any.
public protocol ChatLine: Sendable {
    /// The next text message, in UTF-8. Pings of the server are answered by the line itself.
    ///
    /// - Throws: `ChatLineClosed` with the code of the server's close frame; anything else counts as 1006. Once `close` was called, too.
    func receive() async throws -> [UInt8]

    /// Sends one text message, in UTF-8.
    func send(_ text: [UInt8]) async throws

    /// Also in a task that is cancelled, and more than once.
    func close(code: Int) async
}

/// The server closed the line.
public struct ChatLineClosed: Error, Hashable, Sendable {
    /// RFC 6455, section 7.4, and docs/api.md, "Close codes".
    public let code: Int

    public init(code: Int) { self.code = code }
}

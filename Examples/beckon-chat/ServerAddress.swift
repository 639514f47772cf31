/// Where a server is, and as whom it is asked.
struct ServerAddress: Sendable {
    let host: String
    let port: Int
    /// For each request over HTTP.
    let credentials: [(name: String, value: String)]

    /// `http://host:port`. TLS is what a proxy adds on the way in; this example leaves it out.
    init?(_ url: String, credentials: [(name: String, value: String)]) {
        guard let match = url.wholeMatch(of: /http:\/\/(?<host>[^\/:]+)(:(?<port>\d{1,5}))?\/?/)
        else { return nil }
        guard let port = match.port.map({ Int($0) }) ?? 80, (1...65_535).contains(port) else {
            return nil
        }
        self.host = String(match.host)
        self.port = port
        self.credentials = credentials
    }
}

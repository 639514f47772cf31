import NIOHTTP1

extension HTTPRequestHead {
    /// Whether the head can be understood in two ways: what it asks for, or where its body ends (RFC 9112, sections 3.2, 6.1 and 6.3). Two
    /// servers on the way could then see two different requests, which is how requests are smuggled.
    var isMalformed: Bool {
        let hosts = headers["Host"].count
        // HTTP/1.0 knew none.
        if hosts > 1 || hosts == 0 && !isOld { return true }
        let codings = headers["Transfer-Encoding"]
        guard let coding = codings.first else { return false }
        return codings.count > 1 || coding.lowercased() != "chunked" || isOld
            || headers.contains(name: "Content-Length")
    }

    /// Whether one follows, or may.
    var hasBody: Bool {
        headers.contains(name: "Transfer-Encoding")
            || headers["Content-Length"].contains { $0 != "0" }
    }

    private var isOld: Bool { version.major < 1 || version.major == 1 && version.minor < 1 }

    /// HTTP/1.0 ends with the answer unless it asks for more; it knows no upgrade (RFC 9110, section 7.8).
    mutating func withoutWhatItsVersionLacks() {
        guard isOld else { return }
        headers.remove(name: "Upgrade")
        if headers.first(name: "Connection")?.lowercased() != "keep-alive" {
            headers.replaceOrAdd(name: "Connection", value: "close")
        }
    }
}

/// The agents' cookie. `__Host-` binds it to this very host (RFC 6265bis, section 4.1.3.2); browsers take that prefix over TLS only.
package struct SessionCookie: Hashable, Sendable {
    package let isSecure: Bool

    package init(isSecure: Bool) { self.isSecure = isSecure }

    package var name: String { isSecure ? "__Host-beckon" : "beckon" }

    /// The token in a `Cookie` header; the first one when there are several.
    package func token(in header: String) -> String? { Cookies.value(of: name, in: header) }

    /// `Set-Cookie` for a session of at most 30 days.
    package func set(_ token: String) -> String {
        "\(name)=\(token); Path=/; Max-Age=2592000; \(attributes)"
    }

    package var clear: String { "\(name)=; Path=/; Max-Age=0; \(attributes)" }

    private var attributes: String { "HttpOnly; SameSite=Lax" + (isSecure ? "; Secure" : "") }
}

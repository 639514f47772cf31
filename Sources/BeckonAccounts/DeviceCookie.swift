/// Says that somebody has signed in with this browser before: a right to be let through where strangers crowd, and to nothing else.
package struct DeviceCookie: Hashable, Sendable {
    package let isSecure: Bool

    package init(isSecure: Bool) { self.isSecure = isSecure }

    package var name: String { isSecure ? "__Host-beckon-device" : "beckon-device" }

    package func token(in header: String?) -> String? {
        header.flatMap { Cookies.value(of: name, in: $0) }
    }

    /// For 400 days, the most that browsers keep one.
    package func set(_ token: String) -> String {
        "\(name)=\(token); Path=/; Max-Age=34560000; HttpOnly; SameSite=Lax"
            + (isSecure ? "; Secure" : "")
    }
}

enum Cookies {
    /// The value of that name in a `Cookie` header; the first one when there are several.
    static func value(of name: String, in header: String) -> String? {
        for pair in header.split(separator: ";") {
            let pair = pair.drop { $0 == " " }
            guard let equals = pair.firstIndex(of: "="), pair[..<equals] == name else { continue }
            return String(pair[pair.index(after: equals)...])
        }
        return nil
    }
}

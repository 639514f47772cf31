import HTTPTypes

/// The headers of each kind of page (security.md, no. 3). `connect-src 'self'` covers this host's sockets (CSP level 3, 6.7.2.8).
enum PageHeaders {
    /// Desk, setup and portal: never in a frame.
    static func page() -> HTTPFields {
        common(
            csp: policy + "; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'",
            resourcePolicy: "same-origin")
    }

    /// The way from the widget to the portal: the frame that opened it tells it who the customer is, so they are not parted. It shows
    /// nothing, and goes on at once to the portal, which is.
    static func entrance() -> HTTPFields {
        var headers = page()
        headers[.openerPolicy] = nil
        return headers
    }

    /// The widget's frame: only in pages of these origins; any page where none are named.
    static func widgetFrame(origins: [String]) -> HTTPFields {
        let ancestors = origins.isEmpty ? "*" : origins.joined(separator: " ")
        var headers = common(
            csp: policy
                + "; img-src 'self' data:; form-action 'self'; frame-ancestors \(ancestors)",
            resourcePolicy: "cross-origin")
        headers[.frameOptions] = nil
        headers[.openerPolicy] = nil
        return headers
    }

    /// The demo's shop, a host page: it embeds the widget.
    static func demo() -> HTTPFields {
        common(
            csp: policy
                + "; img-src 'self' data:; frame-src 'self'; form-action 'self'; frame-ancestors 'none'",
            resourcePolicy: "same-origin")
    }

    /// The loader, which pages of other origins run.
    static func loader() -> HTTPFields { [.resourcePolicy: "cross-origin"] }

    static func asset() -> HTTPFields { [.resourcePolicy: "same-origin"] }

    private static let policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        + "font-src 'self'; base-uri 'none'; require-trusted-types-for 'script'"

    private static func common(csp: String, resourcePolicy: String) -> HTTPFields {
        [
            .contentSecurityPolicy: csp,
            .openerPolicy: "same-origin",
            .resourcePolicy: resourcePolicy,
            .frameOptions: "DENY",
            .permissionsPolicy:
                "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
        ]
    }
}

import BeckonModel
import BeckonRealtime
package import BeckonStore
package import BeckonWire

/// What an admin changes about the inbox, checked; what is absent stays.
package struct InboxChange: Sendable {
    private let name: String?
    private let greeting: String?
    private let accent: String?
    private let allowsLeaveMessage: Bool?
    private let locale: String?
    private let origins: [String]?
    private let autoCloseDays: Int?

    package init(_ body: JSONBody) throws(Failure) {
        if let text = try body.optionalString("name") {
            name = try PersonName.check(text)
        } else {
            name = nil
        }
        greeting = try body.optionalString("greeting").map(Text.trimmed)
        if let greeting, greeting.unicodeScalars.count > 300 {
            throw .invalid("greeting", .tooLong(max: 300))
        }
        accent = try body.optionalString("accent")?.lowercased()
        if let accent, !Self.isColour(accent) { throw .invalid("accent", .notAllowed) }
        allowsLeaveMessage = try body.optionalBool("leave_message")
        locale = try body.optionalString("locale")
        if let locale, !["", "en", "de"].contains(locale) { throw .invalid("locale", .notAllowed) }
        autoCloseDays = try body.optionalInt("auto_close_days")
        if let days = autoCloseDays, !(1...365).contains(days) {
            throw .invalid("auto_close_days", .notAllowed)
        }
        origins = try Self.origins(try body.optionalStrings("origins"))
    }

    package func apply(to settings: inout InboxSettings) {
        if let name { settings.name = name }
        if let greeting { settings.greeting = greeting }
        if let accent { settings.accent = accent }
        if let allowsLeaveMessage { settings.allowsLeaveMessage = allowsLeaveMessage }
        if let locale { settings.locale = locale }
        if let origins { settings.origins = origins }
        if let autoCloseDays { settings.autoCloseDays = autoCloseDays }
    }

    /// They go into a header word by word: only what `PublicURL` accepts, in its own form.
    private static func origins(_ texts: [String]?) throws(Failure) -> [String]? {
        guard let texts else { return nil }
        guard texts.count <= Limits.inboxOrigins else {
            throw .invalid("origins", .tooLong(max: Limits.inboxOrigins))
        }
        var origins: [String] = []
        for text in texts {
            guard let url = PublicURL(text) else { throw .invalid("origins", .notAllowed) }
            if !origins.contains(url.origin) { origins.append(url.origin) }
        }
        return origins
    }

    private static func isColour(_ text: String) -> Bool {
        text.utf8.count == 7 && text.utf8.first == UInt8(ascii: "#")
            && text.utf8.dropFirst().allSatisfy { byte in
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
            }
    }
}

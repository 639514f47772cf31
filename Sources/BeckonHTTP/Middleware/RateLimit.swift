/// A token bucket: `burst` at once, then `burst` more evenly over `period`.
package struct RateLimit: Hashable, Sendable {
    package let name: StaticString
    package let burst: Int
    package let period: Duration

    package static func == (left: RateLimit, right: RateLimit) -> Bool { left.key == right.key }
    package func hash(into hasher: inout Hasher) { hasher.combine(key) }

    var key: String { name.description }

    /// By address (security.md, no. 11).
    package static let loginByAddress = RateLimit(
        name: "login-address", burst: 5, period: .seconds(5 * 60))
    /// By email, known or not.
    package static let loginByAccount = RateLimit(
        name: "login-account", burst: 10, period: .seconds(15 * 60))
    /// By account and a device or address where its owner signed in before, in place of the two above: what strangers try elsewhere is not
    /// counted here.
    package static let loginKnown = RateLimit(
        name: "login-known", burst: 10, period: .seconds(15 * 60))
    /// By account: codes of the second factor; one's own password, asked for again.
    package static let codes = RateLimit(name: "codes", burst: 10, period: .seconds(15 * 60))
    package static let ownPassword = RateLimit(
        name: "own-password", burst: 10, period: .seconds(15 * 60))
    /// By person.
    package static let email = RateLimit(name: "email", burst: 10, period: .seconds(10 * 60))
    /// By address. The link's token is 256 bits: only the work behind it needs a bound.
    package static let setup = RateLimit(name: "setup", burst: 30, period: .seconds(5 * 60))
    package static let register = RateLimit(name: "register", burst: 10, period: .seconds(10 * 60))
    package static let visitors = RateLimit(name: "visitors", burst: 60, period: .seconds(60))
    /// By person.
    package static let tickets = RateLimit(name: "tickets", burst: 20, period: .seconds(60))
    /// By address: guesses of the metrics' token.
    package static let metrics = RateLimit(name: "metrics", burst: 10, period: .seconds(60))
    package static let commands = RateLimit(name: "commands", burst: 120, period: .seconds(30))
}

package import BeckonModel
package import BeckonStore

/// Who is who: agents, customers and their sessions. Every use case is an extension in a file of its own.
package struct Accounts: Sendable {
    package let store: any PeopleStore
    package let clock: any WallClock
    package let cookie: SessionCookie
    package let passwords: Passwords
    let hooks: AccountHooks
    let cache = IdentityCache()
    let keyCache = KeyCache()
    package let addresses = KnownAddresses()
    /// Agents and the inbox change one at a time: "the last admin" is a check over all of them.
    let administration = Gate(width: 1, queue: 64)

    package init(
        store: any PeopleStore, clock: any WallClock, cookie: SessionCookie,
        passwords: Passwords = Passwords(), hooks: AccountHooks = AccountHooks()
    ) {
        self.store = store
        self.clock = clock
        self.cookie = cookie
        self.passwords = passwords
        self.hooks = hooks
    }

    /// Somebody who has just signed in. The token exists only here and at theirs.
    package struct SignedIn: Sendable {
        package let token: String
        package let session: SessionID
        package let me: Me
        /// A browser in which this agent had not signed in before: its new `device` token.
        package var device: String?
    }

    /// How far a right password brings an agent.
    package enum SignIn: Sendable {
        case done(SignedIn)
        /// The second factor is asked for; the token allows this and nothing else.
        case codeNeeded(token: String, expires: Timestamp)
    }
}

package import BeckonModel

/// Agents, customers and their sessions.
package protocol PeopleStore: SecondFactorStore, DeviceStore, KeyStore {
    func agents() async throws(StoreError) -> [Agent]
    func agent(_ id: StaffID) async throws(StoreError) -> Agent?
    /// Emails are compared without case; they are stored in lower case.
    func agent(email: String) async throws(StoreError) -> Agent?
    /// Throws `duplicate` when the id or the email is there already.
    func insert(_ agent: Agent) async throws(StoreError)
    /// Replaces the row with that id. Throws `duplicate` when the email is another's.
    func update(_ agent: Agent) async throws(StoreError)

    func customer(_ id: UserID) async throws(StoreError) -> Customer?
    /// Customers of that email who have a password, the longest there first; at most 100.
    func registered(email: String) async throws(StoreError) -> [Customer]
    /// The customer of that email and password hash: the verified one, else whose account of that email is the oldest.
    func registered(email: String, passwordHash: String) async throws(StoreError) -> Customer?
    /// Throws `duplicate` when the id is there already, or another's verified email is this one's, verified too.
    func insert(_ customer: Customer) async throws(StoreError)
    /// Changes what the change names, and only if the customer is as it expects: `true` for exactly one of many that exclude each other.
    func change(_ id: UserID, _ change: CustomerChange) async throws(StoreError) -> Bool

    func insert(_ session: Session) async throws(StoreError)
    func session(_ id: SessionID) async throws(StoreError) -> Session?
    /// Newest first; at most 1,000.
    func sessions(of person: Session.Person) async throws(StoreError) -> [Session]
    /// Moves `lastSeenAt`; nothing happens when the session is gone.
    func touch(_ id: SessionID, at now: Timestamp) async throws(StoreError)
    func delete(_ id: SessionID) async throws(StoreError)
    /// Deletes all sessions of a person; returns which.
    func deleteSessions(of person: Session.Person) async throws(StoreError) -> [SessionID]
    /// Deletes sessions created before `created` or not seen since `seen`; at most 1,000 a call. Returns how many.
    func deleteSessions(createdBefore created: Timestamp, orNotSeenSince seen: Timestamp)
        async throws(StoreError) -> Int

    /// A one-time secret by purpose (its SHA-256); putting one replaces the former of that purpose.
    func putSecret(_ hash: [UInt8], purpose: String, expires: Timestamp) async throws(StoreError)
    /// Takes the secret away if it is this one and has not expired; `true` for exactly one of many callers.
    func takeSecret(_ hash: [UInt8], purpose: String, at now: Timestamp) async throws(StoreError)
        -> Bool
    /// When the secret of that purpose expires, if it is this one and has not; it stays.
    func expiry(ofSecret hash: [UInt8], purpose: String, at now: Timestamp)
        async throws(StoreError) -> Timestamp?
    func dropSecret(purpose: String) async throws(StoreError)
    /// 32 random bytes of this store's own under that name: made at the first call, the same ever after.
    func ownSecret(_ name: String) async throws(StoreError) -> [UInt8]
}

/// SHA-256 of a session's token; the token itself is never stored.
package struct SessionID: Hashable, Sendable {
    /// 32 bytes.
    package let hash: [UInt8]
    package init(hash: [UInt8]) { self.hash = hash }
}

package struct Session: Hashable, Sendable {
    package enum Person: Hashable, Sendable {
        case staff(StaffID)
        case customer(UserID)

        /// `nil`: keys have no sessions.
        package init?(_ identity: Identity) {
            switch identity {
            case .staff(let staff, _): self = .staff(staff.id)
            case .customer(let customer): self = .customer(customer.id)
            case .api: return nil
            }
        }
    }

    package let id: SessionID
    package let person: Person
    package let createdAt: Timestamp
    package var lastSeenAt: Timestamp
    /// Where it was begun.
    package let origin: SessionOrigin

    package init(
        id: SessionID, person: Person, createdAt: Timestamp, lastSeenAt: Timestamp,
        origin: SessionOrigin = SessionOrigin()
    ) {
        self.id = id
        self.person = person
        self.createdAt = createdAt
        self.lastSeenAt = lastSeenAt
        self.origin = origin
    }
}

/// For people who look at their sessions; nothing is decided by it.
package struct SessionOrigin: Hashable, Sendable {
    package var address: String?
    /// What the browser calls itself.
    package var agent: String?

    package init(address: String? = nil, agent: String? = nil) {
        self.address = address
        self.agent = agent
    }
}

package struct Agent: Hashable, Sendable {
    package let id: StaffID
    package var name: String
    /// Lower case.
    package var email: String
    package var role: Role
    /// A PHC string; `nil`: cannot sign in by password.
    package var passwordHash: String?
    package var isDisabled: Bool
    package let createdAt: Timestamp

    package init(
        id: StaffID, name: String, email: String, role: Role, passwordHash: String?,
        isDisabled: Bool = false, createdAt: Timestamp
    ) {
        self.id = id
        self.name = name
        self.email = email
        self.role = role
        self.passwordHash = passwordHash
        self.isDisabled = isDisabled
        self.createdAt = createdAt
    }

    package var reference: StaffReference { StaffReference(id: id, name: name) }
}

package struct Customer: Hashable, Sendable {
    package let id: UserID
    package var name: String
    /// Lower case. Anybody may say any address: it stands once only where it is verified.
    package var email: String?
    /// The owner of the address has proven it.
    package var isEmailVerified: Bool
    /// `nil`: an anonymous visitor.
    package var passwordHash: String?
    package let createdAt: Timestamp

    package init(
        id: UserID, name: String, email: String? = nil, isEmailVerified: Bool = false,
        passwordHash: String? = nil, createdAt: Timestamp
    ) {
        self.id = id
        self.name = name
        self.email = email
        self.isEmailVerified = isEmailVerified
        self.passwordHash = passwordHash
        self.createdAt = createdAt
    }

    package var isRegistered: Bool { passwordHash != nil }
    package var reference: CustomerReference { CustomerReference(id: id, name: name) }
}

/// One change of a customer, with what it expects.
package enum CustomerChange: Hashable, Sendable {
    case name(String)
    /// A visitor's address, unverified unless it is the one that was verified; `nil` clears it. Expects no password.
    case email(String?)
    /// An account's address, unverified, with its password hashed for it. Expects that password hash until now.
    case accountEmail(String, from: String, to: String)
    /// A visitor becomes an account. Expects no password.
    case register(name: String, email: String, passwordHash: String)
}

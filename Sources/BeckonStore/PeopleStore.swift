package import BeckonModel

/// Agents, customers, their sessions and the inbox's settings.
package protocol PeopleStore: Sendable {
    func agents() async throws(StoreError) -> [Agent]
    func agent(_ id: StaffID) async throws(StoreError) -> Agent?
    /// Emails are compared without case; they are stored in lower case.
    func agent(email: String) async throws(StoreError) -> Agent?
    /// Throws `duplicate` when the id or the email is there already.
    func insert(_ agent: Agent) async throws(StoreError)
    /// Replaces the row with that id. Throws `duplicate` when the email is another's.
    func update(_ agent: Agent) async throws(StoreError)

    func customer(_ id: UserID) async throws(StoreError) -> Customer?
    func customer(email: String) async throws(StoreError) -> Customer?
    func insert(_ customer: Customer) async throws(StoreError)
    func update(_ customer: Customer) async throws(StoreError)

    func insert(_ session: Session) async throws(StoreError)
    func session(_ id: SessionID) async throws(StoreError) -> Session?
    /// Moves `lastSeenAt`; nothing happens when the session is gone.
    func touch(_ id: SessionID, at now: Timestamp) async throws(StoreError)
    func delete(_ id: SessionID) async throws(StoreError)
    /// Deletes all sessions of a person; returns which.
    func deleteSessions(of person: Session.Person) async throws(StoreError) -> [SessionID]
    /// Deletes sessions created before `created` or not seen since `seen`; at most 1,000 a call. Returns how many.
    func deleteSessions(createdBefore created: Timestamp, orNotSeenSince seen: Timestamp)
        async throws(StoreError) -> Int

    func inboxSettings() async throws(StoreError) -> InboxSettings
    func save(_ settings: InboxSettings) async throws(StoreError)

    /// A one-time secret by purpose (its SHA-256); putting one replaces the former of that purpose.
    func putSecret(_ hash: [UInt8], purpose: String, expires: Timestamp) async throws(StoreError)
    /// Takes the secret away if it is this one and has not expired; `true` for exactly one of many callers.
    func takeSecret(_ hash: [UInt8], purpose: String, at now: Timestamp) async throws(StoreError)
        -> Bool
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

        package init(_ identity: Identity) {
            switch identity {
            case .staff(let staff, _): self = .staff(staff.id)
            case .customer(let customer): self = .customer(customer.id)
            }
        }
    }

    package let id: SessionID
    package let person: Person
    package let createdAt: Timestamp
    package var lastSeenAt: Timestamp

    package init(id: SessionID, person: Person, createdAt: Timestamp, lastSeenAt: Timestamp) {
        self.id = id
        self.person = person
        self.createdAt = createdAt
        self.lastSeenAt = lastSeenAt
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
    /// Lower case; `nil` for anonymous visitors.
    package var email: String?
    package var passwordHash: String?
    package let createdAt: Timestamp

    package init(
        id: UserID, name: String, email: String? = nil, passwordHash: String? = nil,
        createdAt: Timestamp
    ) {
        self.id = id
        self.name = name
        self.email = email
        self.passwordHash = passwordHash
        self.createdAt = createdAt
    }

    package var reference: CustomerReference { CustomerReference(id: id, name: name) }
}

/// How an inbox looks and behaves.
package struct InboxSettings: Hashable, Sendable, Codable {
    package var name = "Support"
    package var greeting = "Hi! How can we help?"
    /// `#rrggbb`.
    package var accent = "#3b5bdb"
    package var allowsLeaveMessage = true
    /// `en`, `de`, or empty: as the reader's browser says.
    package var locale = ""
    /// Origins of pages that may embed the widget; empty: any.
    package var origins: [String] = []
    /// Days from resolved to closed; 1–365.
    package var autoCloseDays = 7

    package init() {}
}

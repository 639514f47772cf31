package import BeckonModel

/// Keys of integrations.
package protocol KeyStore: Sendable {
    /// All of them, revoked ones too, oldest first.
    func apiKeys() async throws(StoreError) -> [APIKey]
    /// Revoked ones too.
    func apiKey(hash: [UInt8]) async throws(StoreError) -> APIKey?
    /// Throws `duplicate` when the id or the hash is there already.
    func insert(_ key: APIKey) async throws(StoreError)
    /// `true` for exactly one of many; a revoked key stays so.
    func revokeAPIKey(_ id: KeyID, at now: Timestamp) async throws(StoreError) -> Bool
    /// Moves `lastUsedAt`.
    func touchAPIKey(_ id: KeyID, at now: Timestamp) async throws(StoreError)
}

package struct APIKey: Hashable, Sendable {
    package let id: KeyID
    package let name: String
    /// SHA-256 of the token, which is never stored.
    package let hash: [UInt8]
    package let rights: Set<Right>
    /// `nil`: every inbox.
    package let inboxes: Set<DocumentID>?
    package let createdBy: StaffReference
    package let createdAt: Timestamp
    /// To the minute.
    package var lastUsedAt: Timestamp?
    package var revokedAt: Timestamp?

    package init(
        id: KeyID, name: String, hash: [UInt8], rights: Set<Right>, inboxes: Set<DocumentID>?,
        createdBy: StaffReference, createdAt: Timestamp, lastUsedAt: Timestamp? = nil,
        revokedAt: Timestamp? = nil
    ) {
        self.id = id
        self.name = name
        self.hash = hash
        self.rights = rights
        self.inboxes = inboxes
        self.createdBy = createdBy
        self.createdAt = createdAt
        self.lastUsedAt = lastUsedAt
        self.revokedAt = revokedAt
    }

    package var reference: KeyReference {
        KeyReference(id: id, name: name, rights: rights, inboxes: inboxes)
    }
}

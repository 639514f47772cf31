package import BeckonModel
package import BeckonStore
import BeckonWire
import Synchronization

extension Accounts {
    /// A key that was made just now. The token exists only here and at theirs.
    package struct NewKey: Sendable {
        package let key: APIKey
        package let token: String
    }

    package func makeKey(
        name: String, rights: Set<Right>, inboxes: Set<DocumentID>?, by admin: StaffReference
    ) async throws -> NewKey {
        let name = try PersonName.check(name)
        guard !rights.isEmpty else { throw Failure.invalid("rights", .empty) }
        for right in rights where !right.holders.keys {
            throw Failure.invalid("rights", .notAllowed)
        }
        let keys = try await store.apiKeys().count { $0.revokedAt == nil }
        guard keys < Limits.apiKeys else {
            throw Failure.invalid("name", .tooLarge(max: Limits.apiKeys))
        }
        let token = KeyToken.prefix + Tokens.make()
        let id = KeyID(unchecked: "k_" + Tokens.base64URL(Tokens.randomBytes(count: 12)))
        let key = APIKey(
            id: id, name: name, hash: Tokens.hash(token), rights: rights, inboxes: inboxes,
            createdBy: admin, createdAt: clock.now())
        try await store.insert(key)
        return NewKey(key: key, token: token)
    }

    /// Ends a key at once here, and within `KeyCache.lifetime` elsewhere. `false` when there is none, or it has ended before.
    package func revokeKey(_ id: KeyID) async throws -> Bool {
        let isRevoked = try await store.revokeAPIKey(id, at: clock.now())
        keyCache.forget()
        return isRevoked
    }

    /// Whose key this token is; `nil` when it is none, or was revoked.
    package func identity(key token: String) async throws -> Identity? {
        guard KeyToken.isOne(token) else { return nil }
        let hash = Tokens.hash(token)
        let now = clock.now()
        if let known = keyCache.key(hash, at: now) { return .api(known.reference) }
        let generation = keyCache.generation
        guard let key = try await store.apiKey(hash: hash), key.revokedAt == nil else {
            return nil
        }
        if key.lastUsedAt.map({ $0.advanced(by: KeyCache.touchInterval) <= now }) ?? true {
            // Who has a key can go on reading while the disk is full.
            try? await store.touchAPIKey(key.id, at: now)
        }
        keyCache.remember(key, since: generation, at: now)
        return .api(key.reference)
    }
}

/// The form of a key's token: a prefix by which leaked ones are found, and 256 bits.
package enum KeyToken {
    package static let prefix = "beckon_key_"

    /// Whether it looks like one, so that anything else costs no look-up.
    package static func isOne(_ token: String) -> Bool {
        token.hasPrefix(prefix) && Tokens.session(String(token.dropFirst(prefix.count))) != nil
    }
}

/// Keys that were used lately, so that not every request reaches the store.
final class KeyCache: Sendable {
    static let lifetime = Duration.seconds(5)
    static let touchInterval = Duration.seconds(60)

    private struct State {
        var keys: [[UInt8]: (key: APIKey, until: Timestamp)] = [:]
        /// Counts revocations.
        var generation = 0
    }

    private let state = Mutex(State())

    /// To be given to `remember`; taken before the store is read.
    var generation: Int { state.withLock { $0.generation } }

    func key(_ hash: [UInt8], at now: Timestamp) -> APIKey? {
        state.withLock { state in
            guard let line = state.keys[hash], now < line.until else { return nil }
            return line.key
        }
    }

    func remember(_ key: APIKey, since generation: Int, at now: Timestamp) {
        state.withLock { state in
            guard generation == state.generation else { return }
            if state.keys.count >= Limits.apiKeys { state.keys = [:] }
            state.keys[key.hash] = (key, now.advanced(by: Self.lifetime))
        }
    }

    func forget() {
        state.withLock { state in
            state.generation += 1
            state.keys = [:]
        }
    }
}

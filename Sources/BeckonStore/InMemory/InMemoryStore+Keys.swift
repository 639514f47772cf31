package import BeckonModel

extension InMemoryStore {
    package func apiKeys() async throws(StoreError) -> [APIKey] {
        try access { state in
            state.apiKeys.values.sorted {
                ($0.createdAt, $0.id.rawValue) < ($1.createdAt, $1.id.rawValue)
            }
        }
    }

    package func apiKey(hash: [UInt8]) async throws(StoreError) -> APIKey? {
        try access { state in state.apiKeys.values.first { $0.hash == hash } }
    }

    package func insert(_ key: APIKey) async throws(StoreError) {
        try access { state throws(StoreError) in
            guard state.apiKeys[key.id] == nil,
                !state.apiKeys.values.contains(where: { $0.hash == key.hash })
            else { throw .duplicate }
            state.apiKeys[key.id] = key
        }
    }

    package func revokeAPIKey(_ id: KeyID, at now: Timestamp) async throws(StoreError) -> Bool {
        try access { state in
            guard let key = state.apiKeys[id], key.revokedAt == nil else { return false }
            state.apiKeys[id]?.revokedAt = now
            return true
        }
    }

    package func touchAPIKey(_ id: KeyID, at now: Timestamp) async throws(StoreError) {
        try access { $0.apiKeys[id]?.lastUsedAt = now }
    }
}

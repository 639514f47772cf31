package import BeckonModel

/// Secrets of documents: what is told once, when it is made, and never again. They stand beside the documents, so that no history, list or form has them.
package protocol SecretStore: Sendable {
    /// A new one. The one that held until now holds until `formerUntil` beside it, those before it no more.
    func rotateSecret(
        of key: DocumentKey, to secret: [UInt8], at now: Timestamp, formerUntil: Timestamp
    ) async throws(StoreError)

    /// Those that hold, the newest first: none, one or two.
    func secrets(of key: DocumentKey, at now: Timestamp) async throws(StoreError) -> [[UInt8]]
}

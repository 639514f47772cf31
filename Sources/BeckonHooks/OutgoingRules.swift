package import BeckonModel

/// Where requests of the server's may go (docs/decisions/0022): only to addresses that everybody can reach, so that nobody makes the server ask what stands beside it.
package struct OutgoingRules: Sendable {
    package enum Refusal: Error, Hashable, Sendable {
        /// One of its addresses is not global.
        case privateAddress
        case unknownHost
    }

    private let resolver: any HostResolving
    /// The operator says that what stands beside the server may be asked.
    private let allowsPrivate: Bool

    package init(resolver: any HostResolving, allowsPrivate: Bool) {
        self.resolver = resolver
        self.allowsPrivate = allowsPrivate
    }

    /// The addresses to dial, and no others: a name may have another one a moment later.
    package func addresses(of target: WebAddress) async throws(Refusal) -> [IPAddress] {
        let found: [IPAddress]
        do { found = try await resolver.addresses(of: target.host) } catch { throw .unknownHost }
        if found.isEmpty { throw .unknownHost }
        // All of them: who mixes one in waits for the moment in which it is taken.
        guard allowsPrivate || found.allSatisfy(\.isGlobal) else { throw .privateAddress }
        return found
    }

    /// For whoever saves an address. A host that nobody knows just now is no mistake: it is looked at again each time that something is sent.
    package func mistakes(in value: JSONObject, at field: String) async -> [FieldError] {
        guard case .string(let text)? = value[field],
            let target = WebAddress(Text.trimmed(text))
        else { return [] }
        do throws(Refusal) {
            _ = try await addresses(of: target)
            return []
        } catch {
            return error == .privateAddress ? [FieldError(field, .privateAddress)] : []
        }
    }
}

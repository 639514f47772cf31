import BeckonModel
import BeckonStore
import BeckonTelemetry
package import BeckonWire
import CArgon2
import NIOPosix

/// Makes and checks password hashes: Argon2id in PHC strings. At most two hash at once, on threads of their own; 64 strangers and 64
/// others may wait, who comes then is told to come again.
package struct Passwords: Sendable {
    package enum Verdict: Hashable, Sendable {
        case wrong
        /// `rehashed`: a new PHC string to store, because the old one was made with other parameters.
        case right(rehashed: String?)
    }

    package let parameters: PasswordParameters
    private let gate = FairGate(width: Limits.hashesAtOnce, queue: Limits.hashesWaiting)
    /// The process's own two threads for this; they live as long as it does.
    private static let threads = {
        let threads = NIOThreadPool(numberOfThreads: Limits.hashesAtOnce)
        threads.start()
        return threads
    }()
    /// What a password is held against when there is nobody to hold it against, so that both take the same work.
    private let decoy: String

    package init(parameters: PasswordParameters = PasswordParameters()) {
        self.parameters = parameters
        decoy =
            parameters.prefix + "ZGVjb3lkZWNveWRlY295ZA$"
            + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    }

    /// A PHC string with a fresh salt.
    package func hash(
        _ password: String, share: HashShare = .known("")
    ) async throws(Failure) -> String {
        let prefix = prefix(salt: Tokens.randomBytes(count: 16))
        return try await hash(password, prefix: prefix, share: share)
    }

    /// The PHC string with the parameters and the salt that `prefix` says: for those whose hash is looked for, not compared.
    package func hash(
        _ password: String, prefix: String, share: HashShare = .known("")
    ) async throws(Failure) -> String {
        guard let recipe = PasswordRecipe(prefix: prefix) else { throw .internal }
        return try await onThread(share) { try Self.hash(password, recipe) }
    }

    /// How PHC strings of this salt and today's parameters begin: all but the hash.
    package func prefix(salt: [UInt8]) -> String {
        PasswordRecipe(parameters: parameters, salt: salt).prefix
    }

    /// Does the same work whether there is a hash or not. Beyond the longest password that may be chosen nothing is read.
    package func verify(
        _ password: String, against stored: String?, share: HashShare = .known("")
    ) async throws(Failure) -> Verdict {
        let password = PasswordRules.clipped(password)
        return try await onThread(share) { [parameters, decoy] in
            guard Self.matches(password, stored ?? decoy), let stored else { return .wrong }
            if stored.hasPrefix(parameters.prefix) { return .right(rehashed: nil) }
            let salt = Tokens.randomBytes(count: 16)
            return .right(
                rehashed: try Self.hash(
                    password, PasswordRecipe(parameters: parameters, salt: salt)))
        }
    }

    /// How many are being hashed, and how many wait in each line.
    package var load: (running: Int, known: Int, strangers: Int) { gate.load }

    private func onThread<Value: Sendable>(
        _ share: HashShare, _ work: @escaping @Sendable () throws -> Value
    ) async throws(Failure) -> Value {
        do {
            return try await gate.enter(share) {
                let began = ContinuousClock.now
                defer { metrics.hashDuration.record(.now - began) }
                return try await Self.threads.runIfActive(work)
            }
        } catch is FairGate.Full {
            metrics.rateLimited.add(1, "hashing")
            throw .rateLimited(retryAfterMilliseconds: 2_000)
        } catch {
            throw .internal
        }
    }

    private static func hash(
        _ password: String, _ recipe: PasswordRecipe
    ) throws -> String {
        var password = password
        let (parameters, salt) = (recipe.parameters, recipe.salt)
        var encoded = [CChar](repeating: 0, count: 256)
        let code = password.withUTF8 { bytes in
            argon2id_hash_encoded(
                parameters.passes, parameters.memoryKiB, parameters.lanes, bytes.baseAddress,
                bytes.count, salt, salt.count, 32, &encoded, encoded.count)
        }
        guard code == ARGON2_OK.rawValue else { throw Failure.internal }
        return String(
            decoding: encoded.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    private static func matches(_ password: String, _ encoded: String) -> Bool {
        var password = password
        return password.withUTF8 { bytes in
            argon2id_verify(encoded, bytes.baseAddress, bytes.count) == ARGON2_OK.rawValue
        }
    }
}

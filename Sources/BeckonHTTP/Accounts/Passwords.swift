import BeckonModel
package import BeckonWire
import CArgon2
import NIOPosix

/// Makes and checks password hashes: Argon2id in PHC strings. At most two hash at once, on threads of their own; 64 may wait,
/// who comes then is told to come again.
package struct Passwords: Sendable {
    package enum Verdict: Hashable, Sendable {
        case wrong
        /// `rehashed`: a new PHC string to store, because the old one was made with other parameters.
        case right(rehashed: String?)
    }

    package let parameters: PasswordParameters
    private let gate = Gate(width: Limits.hashesAtOnce, queue: Limits.hashesWaiting)
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
    package func hash(_ password: String) async throws(Failure) -> String {
        try await onThread { [parameters] in try Self.hash(password, parameters) }
    }

    /// Does the same work whether there is a hash or not.
    package func verify(
        _ password: String, against stored: String?
    ) async throws(Failure) -> Verdict {
        try await onThread { [parameters, decoy] in
            guard Self.matches(password, stored ?? decoy), let stored else { return .wrong }
            if stored.hasPrefix(parameters.prefix) { return .right(rehashed: nil) }
            return .right(rehashed: try Self.hash(password, parameters))
        }
    }

    private func onThread<Value: Sendable>(
        _ work: @escaping @Sendable () throws -> Value
    ) async throws(Failure) -> Value {
        do {
            return try await gate.enter {
                try await Self.threads.runIfActive(work)
            }
        } catch is Gate.Full {
            throw .rateLimited(retryAfterMilliseconds: 2_000)
        } catch {
            throw .internal
        }
    }

    private static func hash(
        _ password: String, _ parameters: PasswordParameters
    ) throws -> String {
        var password = password
        let salt = Tokens.randomBytes(count: 16)
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

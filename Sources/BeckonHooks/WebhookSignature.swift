import Crypto
import Foundation

/// Signatures of Standard Webhooks 1.0.0: `v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`.
package enum WebhookSignature {
    /// One for each secret, the newest first, with spaces between them: a receiver takes any that it knows.
    package static func header(
        id: String, timestamp: Int64, body: [UInt8], secrets: [[UInt8]]
    ) -> String {
        var signed = Array("\(id).\(timestamp).".utf8)
        signed += body
        return secrets.map { secret in
            let code = HMAC<SHA256>.authenticationCode(
                for: signed, using: SymmetricKey(data: secret))
            return "v1," + Data(code).base64EncodedString()
        }.joined(separator: " ")
    }
}

import BeckonHooks
import Foundation
import Testing

@Suite("Signatures")
struct WebhookSignatureTests {
    /// Of the reference libraries of Standard Webhooks.
    private static let secret =
        Data(base64Encoded: "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").map(Array.init) ?? []
    private static let signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="

    private func header(_ secrets: [[UInt8]]) -> String {
        WebhookSignature.header(
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp: 1_614_265_330,
            body: Array(#"{"test": 2432232314}"#.utf8), secrets: secrets)
    }

    @Test("The standard's example has the standard's signature")
    func example() {
        #expect(header([Self.secret]) == Self.signature)
    }

    @Test("While a secret is replaced, both sign")
    func rotation() {
        let both = header([[1, 2, 3], Self.secret]).split(separator: " ")
        #expect(both.count == 2)
        #expect(both[1] == Self.signature)
        #expect(both[0].hasPrefix("v1,") && both[0] != both[1])
    }
}

import BeckonAccounts
import BeckonHTTP
import Testing

@Suite struct TokensTests {
    @Test func `A token is 256 bits of base64url and none comes twice`() {
        let tokens = Set((0..<1_000).map { _ in Tokens.make() })
        #expect(tokens.count == 1_000)
        #expect(tokens.allSatisfy { $0.utf8.count == 43 && Tokens.session($0) != nil })
    }

    @Test func `Base64url is RFC 4648's`() {
        #expect(Tokens.base64URL([]) == "")
        #expect(Tokens.base64URL(Array("f".utf8)) == "Zg")
        #expect(Tokens.base64URL(Array("fo".utf8)) == "Zm8")
        #expect(Tokens.base64URL(Array("foo".utf8)) == "Zm9v")
        #expect(Tokens.base64URL([0xFB, 0xFF, 0xFE]) == "-__-")
    }

    @Test(arguments: [
        "", " ", "short", String(repeating: "a", count: 44),
        "é" + String(repeating: "a", count: 41),
    ])
    func `What cannot be a token is none`(_ text: String) {
        #expect(Tokens.session(text) == nil)
    }
}

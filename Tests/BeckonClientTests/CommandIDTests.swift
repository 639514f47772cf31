import Testing

@testable import BeckonClient

@Suite struct CommandIDTests {
    @Test func aRandomOneIsAUUIDOfVersion4() throws {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<100 {
            let id = CommandID.random(using: &random).rawValue
            #expect(
                id.wholeMatch(
                    of: /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/)
                    != nil)
        }
    }

    @Test(arguments: ["", "a b", "ü", String(repeating: "x", count: 65)])
    func whatTheServerRefusesIsNone(_ text: String) { #expect(CommandID(text) == nil) }
}

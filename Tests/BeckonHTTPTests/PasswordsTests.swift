import BeckonAccounts
import BeckonHTTP
import BeckonWire
import Testing

@Suite struct PasswordsTests {
    @Test func `A password matches its own hash only`() async throws {
        let passwords = Passwords()
        let hash = try await passwords.hash(House.password)
        #expect(hash.hasPrefix("$argon2id$v=19$m=19456,t=2,p=1$"))
        #expect(try await passwords.verify(House.password, against: hash) == .right(rehashed: nil))
        #expect(try await passwords.verify(House.password + "x", against: hash) == .wrong)
        #expect(try await passwords.verify(House.password, against: nil) == .wrong)
        #expect(try await passwords.verify(House.password, against: "nonsense") == .wrong)
    }

    @Test func `Two hashes of one password differ`() async throws {
        let first = try await Passwords.cheap.hash(House.password)
        #expect(try await Passwords.cheap.hash(House.password) != first)
    }

    @Test func `A hash with other parameters is made anew`() async throws {
        let old = try await Passwords.cheap.hash(House.password)
        let passwords = Passwords()
        guard
            case .right(let rehashed?) = try await passwords.verify(House.password, against: old)
        else {
            Issue.record("not rehashed")
            return
        }
        #expect(rehashed.hasPrefix(passwords.parameters.prefix))
        #expect(
            try await passwords.verify(House.password, against: rehashed) == .right(rehashed: nil))
    }

    @Test func `Nobody's hash costs the same work as somebody's`() async throws {
        let passwords = Passwords()
        let hash = try await passwords.hash(House.password)
        func fastest(_ stored: String?) async throws -> Duration {
            var fastest = Duration.seconds(60)
            for _ in 0..<10 {
                let time = try await ContinuousClock().measure {
                    _ = try await passwords.verify("something else", against: stored)
                }
                fastest = min(fastest, time)
            }
            return fastest
        }
        let known = try await fastest(hash)
        let unknown = try await fastest(nil)
        // Without the work it would be a hundredth.
        #expect(unknown > known / 4 && unknown < known * 4)
    }

    @Test func `Who comes when 64 wait is told to come again`() async throws {
        let passwords = Passwords()
        let outcomes = await withTaskGroup(of: Failure?.self) { group in
            for _ in 0..<300 {
                group.addTask {
                    do throws(Failure) {
                        _ = try await passwords.verify("x", against: nil)
                        return nil
                    } catch {
                        return error
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        let refused = outcomes.compactMap(\.self)
        #expect(outcomes.count - refused.count >= 66)
        #expect(!refused.isEmpty)
        #expect(refused.allSatisfy { $0.status == 429 })
    }
}

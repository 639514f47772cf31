/// Cost of Argon2id (RFC 9106): the floor of OWASP's password storage cheat sheet.
package struct PasswordParameters: Hashable, Sendable {
    package var memoryKiB: UInt32
    package var passes: UInt32
    package var lanes: UInt32

    package init(memoryKiB: UInt32 = 19 * 1024, passes: UInt32 = 2, lanes: UInt32 = 1) {
        self.memoryKiB = memoryKiB
        self.passes = passes
        self.lanes = lanes
    }

    /// How every PHC string of these parameters begins: `$argon2id$v=19$m=19456,t=2,p=1$`.
    package var prefix: String { "$argon2id$v=19$m=\(memoryKiB),t=\(passes),p=\(lanes)$" }
}

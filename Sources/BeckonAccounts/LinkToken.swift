import BeckonModel

/// A secret that names its agent, so that it is looked for in one place only: `dana~<43 characters>`, with a slot `dana~3~<43 characters>`.
/// No id has a tilde.
struct LinkToken: Sendable {
    let staff: StaffID
    let slot: Int?
    private let secret: String

    /// A new one.
    init(staff: StaffID, slot: Int? = nil) {
        self.staff = staff
        self.slot = slot
        secret = Tokens.make()
    }

    init?(_ text: String) {
        guard text.utf8.count <= 128 else { return nil }
        let parts = text.split(separator: "~", omittingEmptySubsequences: false).map(String.init)
        guard (2...3).contains(parts.count), let staff = StaffID(parts[0]),
            Tokens.session(parts[parts.count - 1]) != nil
        else { return nil }
        slot = parts.count == 3 ? Int(parts[1]) : nil
        if parts.count == 3, slot == nil { return nil }
        self.staff = staff
        secret = parts[parts.count - 1]
    }

    var text: String { "\(staff)~" + (slot.map { "\($0)~" } ?? "") + secret }

    /// Bound to the password of now: with another one the token means nothing any more.
    func hash(bound passwordHash: String?) -> [UInt8] {
        Tokens.hash(text + "\n" + (passwordHash ?? ""))
    }
}

/// Agents who work together.
package struct Team: Document {
    package var name = ""
    /// Ids of agents.
    package var members: [String] = []

    package init() {}

    package static let kind = "team"
    package static let access = DocumentAccess.administration
    package static let fields: [DocumentField<Self>] = [
        .text("name", \.name, 1...Limits.nameCharacters),
        .list("members", \.members, of: .reference(kind: "agent"), max: Limits.teamMembers),
    ]

    package func check() -> [FieldError] { name.isEmpty ? [FieldError("name", .missing)] : [] }
}

/// A word that agents put on tickets.
package struct Tag: Document {
    package var name = ""
    /// `#rrggbb`.
    package var colour = "#868e96"

    package init() {}

    package static let kind = "tag"
    package static let access = DocumentAccess.administration
    package static let fields: [DocumentField<Self>] = [
        .text("name", \.name, 1...Limits.tagCharacters),
        .colour("colour", \.colour),
    ]

    package func check() -> [FieldError] { name.isEmpty ? [FieldError("name", .missing)] : [] }
}

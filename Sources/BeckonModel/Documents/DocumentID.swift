/// A document among those of its kind: 1–64 characters out of `A–Z a–z 0–9 _ . -`.
package struct DocumentID: TextIdentifier {
    package let rawValue: String
    package init(unchecked rawValue: String) { self.rawValue = rawValue }

    /// The inbox that is always there.
    package static let main = DocumentID(unchecked: "main")
}

/// Which document.
package struct DocumentKey: Hashable, Sendable {
    package let kind: String
    package let id: DocumentID

    package init(_ kind: String, _ id: DocumentID) {
        self.kind = kind
        self.id = id
    }
}

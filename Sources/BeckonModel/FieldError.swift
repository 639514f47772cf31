/// What is wrong with one value that somebody sent.
package enum FieldProblem: Hashable, Sendable {
    case missing, wrongType, empty
    /// Characters of a text, or elements of a list.
    case tooLong(max: Int)
    case tooShort(min: Int)
    case tooSmall(min: Int)
    case tooLarge(max: Int)
    case notAllowed
    /// Another one has this value, which stands once.
    case taken
    /// It names something that is not there.
    case unknown
    /// An address that not everybody can reach: of this machine, or of a private network.
    case privateAddress

    /// Stable, for programs: `fields` of an error says it.
    package var code: String {
        switch self {
        case .missing: "missing"
        case .wrongType: "wrong_type"
        case .empty: "empty"
        case .tooLong: "too_long"
        case .tooShort: "too_short"
        case .tooSmall: "too_small"
        case .tooLarge: "too_large"
        case .notAllowed: "not_allowed"
        case .taken: "taken"
        case .unknown: "unknown"
        case .privateAddress: "private_address"
        }
    }
}

/// A problem and where it is: `greeting`, `origins[1]`, `greetings.de`.
package struct FieldError: Hashable, Sendable {
    package let field: String
    package let problem: FieldProblem

    package init(_ field: String, _ problem: FieldProblem) {
        self.field = field
        self.problem = problem
    }
}

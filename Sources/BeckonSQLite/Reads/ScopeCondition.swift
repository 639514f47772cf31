import BeckonModel

/// `Scope.holds` as a condition on rows of `ticket`, to be added to others. The unary plus keeps the planner on the list's own index.
struct ScopeCondition {
    private(set) var sql = ""
    private(set) var values: [SQLValue] = []

    init(_ scope: Scope) {
        if let inboxes = scope.inboxes {
            add("+inbox IN (\(Self.marks(inboxes)))", inboxes)
        }
        let staff = SQLValue.text(scope.staff?.rawValue)
        switch scope.reach {
        case .all: break
        case .own:
            sql += " AND +assignee = ?"
            values.append(staff)
        case .teams(let teams):
            add("(team IS NULL OR +team IN (\(Self.marks(teams))) OR +assignee = ?)", teams)
            values.append(staff)
        }
    }

    private mutating func add(_ condition: String, _ ids: Set<DocumentID>) {
        sql += " AND \(condition)"
        values += ids.map(\.rawValue).sorted().map { .text($0) }
    }

    private static func marks(_ ids: Set<DocumentID>) -> String {
        ids.map { _ in "?" }.joined(separator: ", ")
    }
}

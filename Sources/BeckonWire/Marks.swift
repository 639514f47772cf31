package import BeckonModel

/// How far each side has received and seen a ticket's log: high-water marks, so that repeats and disorder do no harm.
package struct Marks: Hashable, Sendable {
    package struct SideMarks: Hashable, Sendable {
        package var delivered: Seq = 0
        package var seen: Seq = 0
        package init() {}
    }

    package var user = SideMarks()
    package var staff = SideMarks()

    package init() {}

    package subscript(side: Side) -> SideMarks {
        get { side == .user ? user : staff }
        set { if side == .user { user = newValue } else { staff = newValue } }
    }

    /// Raises a mark; what was seen was delivered. Never beyond `newest`. `false` when nothing rose.
    package mutating func raise(
        _ mark: ClientFrame.Mark, of side: Side, to seq: Seq, newest: Seq
    ) -> Bool {
        let seq = min(seq, newest)
        let before = self[side]
        var after = before
        after.delivered = max(after.delivered, seq)
        if mark == .seen { after.seen = max(after.seen, seq) }
        self[side] = after
        return after != before
    }

    package func write(into json: inout JSONWriter) {
        json.object("marks") { json in
            json.object("user") { write(user, into: &$0) }
            json.object("staff") { write(staff, into: &$0) }
        }
    }

    private func write(_ marks: SideMarks, into json: inout JSONWriter) {
        json.field("delivered", marks.delivered)
        json.field("seen", marks.seen)
    }

    package static let schema: Schema = {
        let side = Schema.object([.required("delivered", .number), .required("seen", .number)])
        return .named("Marks", .object([.required("user", side), .required("staff", side)]))
    }()
}

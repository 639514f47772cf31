/// Which positions lines of the log may have. The log of a damaged file may have others: they are named, and otherwise as if they were not
/// there, so that the next position is always one that can be given.
enum LogPosition {
    /// At a million lines a second the last one is reached after 285 years.
    static let all: ClosedRange<Int64> = 1...1 << 53

    /// For an SQL condition.
    static let isOne = "position BETWEEN \(all.lowerBound) AND \(all.upperBound)"

    /// The last one, 0 without any.
    static let endSQL = "SELECT coalesce(max(position), 0) FROM log WHERE \(isOne)"
}

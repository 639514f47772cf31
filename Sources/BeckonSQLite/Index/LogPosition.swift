/// The positions that lines of the log may have. A damaged file may hold others. They are reported and otherwise ignored; if the greatest of
/// them counted, there might be no position left for the next line.
enum LogPosition {
    /// At a million lines a second the last one is reached after 285 years.
    static let all: ClosedRange<Int64> = 1...1 << 53

    /// For an SQL condition.
    static let isOne = "position BETWEEN \(all.lowerBound) AND \(all.upperBound)"

    /// The last one, 0 without any.
    static let endSQL = "SELECT coalesce(max(position), 0) FROM log WHERE \(isOne)"
}

package import BeckonModel

/// A moment by the server's clock, to the millisecond.
public struct ServerTime: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let value: Timestamp

    package init(_ value: Timestamp) { self.value = value }

    public init(millisecondsSince1970 milliseconds: Int64) {
        value = Timestamp(milliseconds: milliseconds)
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    public var millisecondsSince1970: Int64 { value.milliseconds }

    /// RFC 3339 in UTC with milliseconds: `2026-11-21T01:03:43.000Z`.
    public var description: String { value.rfc3339 }

    public static func < (left: ServerTime, right: ServerTime) -> Bool { left.value < right.value }
}

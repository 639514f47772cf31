/// The values of a metric's labels, at most three, with what they are found by. Making one allocates nothing.
package struct LabelValues: Sendable {
    private let values: (String, String, String)
    private let count: Int
    /// FNV-1a over all of them (tools.ietf.org/html/draft-eastlake-fnv).
    let hash: UInt64

    package init() {
        values = ("", "", "")
        count = 0
        hash = Self.basis
    }

    package init(_ first: String) {
        values = (first, "", "")
        count = 1
        hash = Self.hash(first, Self.basis)
    }

    package init(_ first: String, _ second: String) {
        values = (first, second, "")
        count = 2
        hash = Self.hash(second, Self.hash(first, Self.basis))
    }

    package init(_ first: String, _ second: String, _ third: String) {
        values = (first, second, third)
        count = 3
        hash = Self.hash(third, Self.hash(second, Self.hash(first, Self.basis)))
    }

    private static let basis: UInt64 = 0xcbf2_9ce4_8422_2325
    private static let prime: UInt64 = 0x100_0000_01b3

    /// The same as `LabelValues(text).hash`, of the text's UTF-8.
    static func hash(utf8: some Sequence<UInt8>) -> UInt64 { hash(utf8, basis) }

    private static func hash(_ text: String, _ start: UInt64) -> UInt64 { hash(text.utf8, start) }

    /// 0xFF is in no UTF-8: `("a", "bc")` and `("ab", "c")` differ.
    @inline(__always)
    private static func hash(_ utf8: some Sequence<UInt8>, _ start: UInt64) -> UInt64 {
        var hash = start
        for byte in utf8 { hash = (hash ^ UInt64(byte)) &* prime }
        return (hash ^ 0xFF) &* prime
    }

    /// What stands for all combinations beyond a metric's limit.
    static let other = LabelValues("other", "other", "other")

    func dimensions(_ declaration: MetricDeclaration) -> [(String, String)] {
        let all = [values.0, values.1, values.2]
        return zip(declaration.labels, all).map { ($0, $1) }
    }
}

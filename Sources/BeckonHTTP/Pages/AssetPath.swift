/// A path below `web/` that can name nothing outside of it: segments of `A–Z a–z 0–9 _ - .` that do not begin with a dot.
struct AssetPath: Hashable, Sendable {
    let text: String

    /// `path` without its first slash, as it came in the URL: escapes (`%2e`) are not read, no file needs them.
    init?(_ path: some StringProtocol) {
        guard (1...200).contains(path.utf8.count) else { return nil }
        for segment in path.utf8.split(
            separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        {
            guard let first = segment.first, first != UInt8(ascii: "."),
                segment.allSatisfy(Self.isAllowed)
            else { return nil }
        }
        text = String(path)
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"),
            UInt8(ascii: "."):
            true
        default: false
        }
    }
}

import Foundation

extension SearchText {
    /// A word as search knows it, and where it stands in the text as it was written.
    package struct LocatedWord: Hashable {
        package let word: String
        package let range: Range<String.Index>
    }

    /// The words of `words(in:)`, with their places.
    package static func located(in text: String) -> [LocatedWord] {
        var found: [LocatedWord] = []
        var word = String.UnicodeScalarView()
        var start = text.startIndex
        let scalars = text.unicodeScalars
        func endWord(_ end: String.Index) {
            if !word.isEmpty { found.append(LocatedWord(word: String(word), range: start..<end)) }
            word = String.UnicodeScalarView()
        }
        var index = scalars.startIndex
        while index < scalars.endIndex {
            let next = scalars.index(after: index)
            for scalar in folded(scalars[index]) {
                switch kind(of: scalar) {
                case .letter:
                    if word.isEmpty { start = index }
                    word.append(scalar)
                case .word:
                    endWord(index)
                    found.append(LocatedWord(word: String(scalar), range: index..<next))
                case .accent: break
                case .gap: endWord(index)
                }
            }
            index = next
        }
        endWord(scalars.endIndex)
        return found
    }

    private static func folded(_ scalar: Unicode.Scalar) -> String.UnicodeScalarView {
        if scalar.isASCII { return String(scalar).lowercased().unicodeScalars }
        return scalar.properties.lowercaseMapping.decomposedStringWithCanonicalMapping
            .unicodeScalars
    }
}

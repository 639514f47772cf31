import Foundation

/// What "the same word" means in search, once for all backends: letters and digits without case and accents.
///
/// An ideograph is a word of its own, since those scripts write no spaces.
package enum SearchText {
    /// More words of one query are ignored.
    package static let queryWords = 16

    /// The text's words, each followed by a space.
    package static func normalized(_ text: String) -> String {
        var text = text
        if let ascii = text.withUTF8({ normalizedASCII($0) }) { return ascii }
        var result = String.UnicodeScalarView()
        var isInWord = false
        func endWord() {
            if isInWord { result.append(" ") }
            isInWord = false
        }
        for scalar in text.lowercased().decomposedStringWithCanonicalMapping.unicodeScalars {
            switch kind(of: scalar) {
            case .letter:
                result.append(scalar)
                isInWord = true
            case .word:
                endWord()
                result.append(scalar)
                result.append(" ")
            case .accent: break
            case .gap: endWord()
            }
        }
        endWord()
        return String(result)
    }

    package static func words(in text: String) -> [String] {
        normalized(text).split(separator: " ").map(String.init)
    }

    /// By bytes, as an index compares.
    package static func isPrefix(_ prefix: String, of word: String) -> Bool {
        word.utf8.starts(with: prefix.utf8)
    }

    /// Most texts: one pass over bytes. `nil` when there is anything else than ASCII.
    private static func normalizedASCII(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
        guard bytes.allSatisfy({ $0 < 0x80 }) else { return nil }
        return String(unsafeUninitializedCapacity: bytes.count + 1) { result in
            normalize(ascii: bytes, into: result, from: 0) ?? 0
        }
    }

    /// Writes the text's words from `start` on, where there must be room for one byte more than the text has. Returns the end; `nil` when
    /// there is anything else than ASCII.
    static func normalize(
        ascii text: UnsafeBufferPointer<UInt8>, into result: UnsafeMutableBufferPointer<UInt8>,
        from start: Int
    ) -> Int? {
        guard let text = UnsafeRawBufferPointer(text).baseAddress.map({ ($0, text.count) }),
            let result = result.baseAddress
        else { return start }
        let space = UInt8(ascii: " ")
        var count = start
        var last = space
        var seen: UInt8 = 0
        for index in 0..<text.1 {
            let byte = text.0.load(fromByteOffset: index, as: UInt8.self)
            seen |= byte
            let lowered = byte | 0x20
            let isWord = lowered &- UInt8(ascii: "a") < 26 || byte &- UInt8(ascii: "0") < 10
            // A digit has this bit already.
            let written = isWord ? lowered : space
            result[count] = written
            // Of several gaps only the first counts, and none at the start.
            count &+= written | last == space ? 0 : 1
            last = written
        }
        if seen >= 0x80 { return nil }
        if last != space {
            result[count] = space
            count += 1
        }
        return count
    }

    enum Kind { case letter, word, accent, gap }

    static func kind(of scalar: Unicode.Scalar) -> Kind {
        if scalar.properties.isIdeographic { return .word }
        return switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .decimalNumber, .letterNumber, .otherNumber:
            .letter
        case .nonspacingMark, .spacingMark, .enclosingMark: .accent
        default: .gap
        }
    }
}

/// A search as a person typed it: words that all must occur, as prefixes, or a ticket's number.
package struct SearchTerms: Hashable, Sendable {
    package let words: [String]
    package let number: Int?

    /// `nil` when nothing but space was typed: no filter.
    package init?(_ text: String) {
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        if trimmed.isEmpty { return nil }
        words = Array(SearchText.words(in: trimmed).prefix(SearchText.queryWords))
        number = Int(trimmed.hasPrefix("#") ? String(trimmed.dropFirst()) : trimmed)
    }
}

/// Checks and cleaning of what people write.
package enum Text {
    /// A message, note or comment: not empty once trimmed, at most `max` characters, without NUL.
    package static func check(
        _ text: String, field: String, max: Int = Limits.textCharacters
    ) throws(TicketError) {
        var text = text
        let (isEmpty, hasNUL) = text.withUTF8 { utf8 in
            (utf8.allSatisfy(isSpace), utf8.contains(0))
        }
        if isEmpty { throw .invalid(field: field, problem: .empty) }
        try checkLength(text, field: field, max: max)
        if hasNUL { throw .invalid(field: field, problem: .notAllowed) }
    }

    /// Counts characters (Unicode scalars, so that it stays linear and is the same in every language).
    static func checkLength(_ text: String, field: String, max: Int) throws(TicketError) {
        if text.utf8.count <= max { return }
        guard text.unicodeScalars.count <= max else {
            throw .invalid(field: field, problem: .tooLong(max: max))
        }
    }

    /// The first non-empty line, in one line, shortened: the subject of a query that has none.
    package static func subject(from text: String) -> String {
        let line =
            text.split(whereSeparator: \.isNewline)
            .first { $0.utf8.contains { !isSpace($0) } } ?? ""
        return clipped(trimmed(String(line)), characters: Limits.derivedSubjectCharacters)
    }

    /// At most `characters` Unicode scalars, with "…" where something was cut.
    package static func clipped(_ text: String, characters: Int) -> String {
        if text.utf8.count <= characters { return text }
        guard text.unicodeScalars.count > characters else { return text }
        var clipped = String(String.UnicodeScalarView(text.unicodeScalars.prefix(characters - 1)))
        clipped.append("…")
        return clipped
    }

    package static func trimmed(_ text: String) -> String {
        let bytes = text.utf8
        guard let first = bytes.firstIndex(where: { !isSpace($0) }),
            let last = bytes.lastIndex(where: { !isSpace($0) })
        else { return "" }
        return String(text[first...last])
    }

    /// Whether a reader sees something of it: no space of any kind, control or format character (as those that turn the reading direction),
    /// nor any other that shows nothing.
    package static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return 0x21...0x7E ~= scalar.value }
        let properties = scalar.properties
        switch properties.generalCategory {
        case .control, .format, .spaceSeparator, .lineSeparator, .paragraphSeparator: return false
        // The Braille pattern without dots is a sign, and blank.
        default: return !properties.isDefaultIgnorableCodePoint && scalar.value != 0x2800
        }
    }

    /// Control characters and marks that turn the reading direction of what follows: nothing for a name.
    package static func isUnfit(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || (0x09...0x0D).contains(byte)
    }
}

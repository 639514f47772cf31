/// Text of strangers on its way into a log.
package enum LogText {
    /// Control characters, line separators and marks that turn the reading direction as `\u{…}`; at most 200 characters.
    package static func encode(_ text: String) -> String {
        var encoded = ""
        for scalar in text.unicodeScalars.prefix(200) {
            if isUnsafe(scalar) || scalar == "\\" {
                encoded += escape(scalar)
            } else {
                encoded.unicodeScalars.append(scalar)
            }
        }
        return encoded
    }

    /// The same for a text that may have been encoded already, and may be long.
    package static func line(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isUnsafe) else { return text }
        var line = ""
        for scalar in text.unicodeScalars {
            if isUnsafe(scalar) {
                line += escape(scalar)
            } else {
                line.unicodeScalars.append(scalar)
            }
        }
        return line
    }

    private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    private static func escape(_ scalar: Unicode.Scalar) -> String {
        "\\u{" + String(scalar.value, radix: 16) + "}"
    }
}

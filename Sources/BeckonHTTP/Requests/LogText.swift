/// Text of strangers on its way into a log.
package enum LogText {
    /// Control characters, line separators and marks that turn the reading direction as `\u{…}`; at most 200 characters.
    package static func encode(_ text: String) -> String {
        var encoded = ""
        for scalar in text.unicodeScalars.prefix(200) {
            switch scalar.value {
            case 0..<0x20, 0x7F..<0xA0, 0x2028...0x202E, 0x2066...0x2069, 0x5C:
                encoded += "\\u{" + String(scalar.value, radix: 16) + "}"
            default:
                encoded.unicodeScalars.append(scalar)
            }
        }
        return encoded
    }
}

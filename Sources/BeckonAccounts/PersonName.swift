import BeckonModel
import BeckonWire

/// A name as others see it: one line of 1–80 characters without control characters and marks that turn the reading direction.
enum PersonName {
    static func check(_ text: String, field: String = "name") throws(Failure) -> String {
        let name = Text.trimmed(text)
        do {
            try Text.check(name, field: field, max: Limits.nameCharacters)
        } catch {
            throw .ticket(error)
        }
        guard name.unicodeScalars.contains(where: Text.isVisible) else {
            throw .ticket(.invalid(field: field, problem: .empty))
        }
        guard !name.unicodeScalars.contains(where: Text.isUnfit) else {
            throw .ticket(.invalid(field: field, problem: .notAllowed))
        }
        return name
    }

    /// A short id out of a name: `Dana K.` → `dana-k`. Empty when nothing of it is ASCII.
    static func slug(_ name: String) -> String {
        var slug = ""
        for scalar in name.lowercased().unicodeScalars {
            if let plain = plain[scalar] {
                slug += plain
            } else if scalar.isASCII, scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
            {
                slug.unicodeScalars.append(scalar)
            } else if !slug.isEmpty, !slug.hasSuffix("-") {
                slug += "-"
            }
            if slug.utf8.count >= 40 { break }
        }
        while slug.hasSuffix("-") { slug.removeLast() }
        return slug
    }

    private static let plain: [Unicode.Scalar: String] = [
        "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "à": "a", "á": "a", "â": "a", "ã": "a",
        "å": "a", "æ": "ae", "ç": "c", "č": "c", "ć": "c", "è": "e", "é": "e", "ê": "e", "ë": "e",
        "ě": "e", "ì": "i", "í": "i", "î": "i", "ï": "i", "ł": "l", "ñ": "n", "ń": "n", "ò": "o",
        "ó": "o", "ô": "o", "õ": "o", "ø": "o", "ř": "r", "š": "s", "ś": "s", "ş": "s", "ù": "u",
        "ú": "u", "û": "u", "ý": "y", "ž": "z", "ź": "z", "ż": "z",
    ]
}

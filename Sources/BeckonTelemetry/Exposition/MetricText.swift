/// The escapes and numbers of Prometheus' text format 0.0.4 and of OpenMetrics 1.0.
enum MetricText {
    /// A name that both formats take: letters, digits and `_`, not beginning with a digit.
    static func name(_ text: String) -> String {
        var name = ""
        for scalar in text.unicodeScalars {
            let isLetter = ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
            let isDigit = ("0"..."9").contains(scalar)
            if name.isEmpty, isDigit { name = "_" }
            name.unicodeScalars.append(isLetter || isDigit ? scalar : "_")
        }
        return name.isEmpty ? "_" : name
    }

    static func labelValue(_ text: String) -> String { escaped(text, quotes: true) }

    /// OpenMetrics escapes quotation marks there as well.
    static func help(_ text: String, _ format: Exposition.Format) -> String {
        escaped(text, quotes: format == .openMetrics)
    }

    private static func escaped(_ text: String, quotes: Bool) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\"" where quotes: escaped += "\\\""
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
        // Whole numbers without a point, as long as they are exact.
        if value == value.rounded(), abs(value) < 9e15 { return String(Int64(value)) }
        return String(value)
    }

    /// A bucket's bound, as OpenMetrics wants it: always with a point.
    static func bound(_ value: Double) -> String { value.isInfinite ? "+Inf" : String(value) }
}

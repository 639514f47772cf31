/// The content codings that a client takes, each with its weight (RFC 9110, section 12.5.3).
struct AcceptEncoding {
    private var weights: [String: Double] = [:]

    /// The values of the field's lines, in their order. What cannot be read counts as not taken.
    init(_ lines: [String]) {
        for item in lines.flatMap({ $0.split(separator: ",") }) {
            let parts = item.split(separator: ";").map { part in
                part.filter { $0 != " " && $0 != "\t" }.lowercased()
            }
            guard let coding = parts.first, !coding.isEmpty else { continue }
            weights[coding] = Self.weight(parts.dropFirst())
        }
    }

    /// False without the field: who asked for nothing gets the plain bytes.
    var takesGzip: Bool {
        let gzip = weights["gzip"] ?? weights["x-gzip"] ?? weights["*"] ?? 0
        return gzip > 0 && gzip >= weights["identity", default: 0]
    }

    private static func weight(_ parameters: ArraySlice<String>) -> Double {
        guard let parameter = parameters.first else { return 1 }
        guard parameters.count == 1, parameter.hasPrefix("q="),
            let weight = Double(parameter.dropFirst(2)), (0...1).contains(weight)
        else { return 0 }
        return weight
    }
}

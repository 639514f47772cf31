import BeckonModel
import BeckonWire
import Hummingbird

/// The query of a request, decoded; of repeated names the first one counts.
struct QueryParameters: Sendable {
    private let values: [String: String]

    init(_ request: Request) {
        values = Dictionary(
            request.uri.queryParameters.map { (String($0.key), String($0.value)) },
            uniquingKeysWith: { first, _ in first })
    }

    /// `nil` when absent.
    func text(_ name: String) -> String? { values[name] }

    func integer(_ name: String, in range: ClosedRange<Int>) throws(Failure) -> Int? {
        guard let text = text(name) else { return nil }
        guard let value = Int(text), range.contains(value) else {
            throw .invalid(name, .notAllowed)
        }
        return value
    }

    /// A comma list of known values; empty when absent.
    func list<Value: RawRepresentable<String> & Hashable>(
        _ name: String
    ) throws(Failure) -> Set<Value> {
        guard let text = text(name), !text.isEmpty else { return [] }
        var values: Set<Value> = []
        for word in text.split(separator: ",") {
            guard let value = Value(rawValue: String(word)) else {
                throw .invalid(name, .notAllowed)
            }
            values.insert(value)
        }
        return values
    }
}

package import BeckonWire
package import Hummingbird

/// The query of a request, decoded; of repeated names the first one counts.
package struct QueryParameters: Sendable {
    private let values: [String: String]
    private let declared: [any QueryDeclaration]

    init() {
        values = [:]
        declared = []
    }

    /// Throws for the first declared parameter with a value that it may not have.
    package init(
        _ request: Request, declared: [any QueryDeclaration]
    ) throws(Failure) {
        self.declared = declared
        values =
            declared.isEmpty
            ? [:]
            : Dictionary(
                request.uri.queryParameters.map { (String($0.key), String($0.value)) },
                uniquingKeysWith: { first, _ in first })
        for parameter in declared {
            if let text = values[parameter.name] { try parameter.check(text) }
        }
    }

    /// `nil` when absent.
    package func read<Value>(_ parameter: QueryParameter<Value>) throws(Failure) -> Value? {
        assert(
            declared.contains { $0.name == parameter.name },
            "the route does not say that it reads \(parameter.name)")
        guard let text = values[parameter.name] else { return nil }
        return try parameter.read(text)
    }
}

import BeckonModel
package import BeckonWire

/// A parameter of a route's query: what the document says of it, and how it is read.
package struct QueryParameter<Value: Sendable>: QueryDeclaration {
    package let name: String
    package let schema: Schema
    package let isList: Bool
    package let about: String
    private let parse: @Sendable (String) -> Value?

    /// - Parameter parse: `nil` for what is not allowed.
    package init(
        _ name: String, _ schema: Schema, _ about: String, isList: Bool = false,
        parse: @escaping @Sendable (String) -> Value?
    ) {
        self.name = name
        self.schema = schema
        self.isList = isList
        self.about = about
        self.parse = parse
    }

    package func read(_ text: String) throws(Failure) -> Value {
        if case .text = schema, let mistake = schema.mistakes(in: .string(text)).first {
            throw .invalid(name, mistake.problem)
        }
        guard let value = parse(text) else { throw .invalid(name, .notAllowed) }
        return value
    }

    package func check(_ text: String) throws(Failure) { _ = try read(text) }
}

/// A query parameter whatever its values are.
package protocol QueryDeclaration: Sendable {
    var name: String { get }
    var schema: Schema { get }
    /// Several values, with commas between them.
    var isList: Bool { get }
    var about: String { get }
    func check(_ text: String) throws(Failure)
}

extension QueryParameter where Value == Int {
    package static func integer(
        _ name: String, _ range: ClosedRange<Int>, _ about: String
    ) -> QueryParameter {
        QueryParameter(name, .integer(range), about) { text in
            Int(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }
}

extension QueryParameter where Value == String {
    package static func text(
        _ name: String, _ length: ClosedRange<Int>, _ about: String
    ) -> QueryParameter {
        QueryParameter(name, .text(length), about) { $0 }
    }
}

extension QueryParameter where Value: RawRepresentable<String> & CaseIterable {
    package static func choice(_ name: String, _ about: String) -> QueryParameter {
        QueryParameter(name, .choice(of: Value.self), about) { Value(rawValue: $0) }
    }
}

extension QueryParameter {
    /// Any of these values; none when the text is empty.
    package static func list<Element: RawRepresentable<String> & CaseIterable & Hashable>(
        _ name: String, _ about: String
    ) -> QueryParameter where Value == Set<Element> {
        QueryParameter(name, .array(.choice(of: Element.self)), about, isList: true) { text in
            var values: Set<Element> = []
            for word in text.split(separator: ",") {
                guard let value = Element(rawValue: String(word)) else { return nil }
                values.insert(value)
            }
            return values
        }
    }
}

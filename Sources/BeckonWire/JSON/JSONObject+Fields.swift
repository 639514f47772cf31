package import BeckonModel

/// Members by name and kind; `nil` where a member is absent or of another kind.
extension JSONObject {
    package func text(_ name: String) -> String? {
        if case .string(let text)? = self[name] { text } else { nil }
    }

    package func integer(_ name: String) -> Int? {
        if case .integer(let number)? = self[name] { number } else { nil }
    }

    package func bool(_ name: String) -> Bool? {
        if case .bool(let value)? = self[name] { value } else { nil }
    }

    package func object(_ name: String) -> JSONObject? {
        if case .object(let object)? = self[name] { object } else { nil }
    }

    /// The elements that are texts; empty without any.
    package func texts(_ name: String) -> [String] {
        guard case .array(let elements)? = self[name] else { return [] }
        return elements.compactMap { if case .string(let text) = $0 { text } else { nil } }
    }

    /// The elements that are objects.
    package func objects(_ name: String) -> [JSONObject]? {
        guard case .array(let elements)? = self[name] else { return nil }
        return elements.compactMap { if case .object(let object) = $0 { object } else { nil } }
    }

    package func ticketID(_ name: String) -> TicketID? { text(name).flatMap { TicketID($0) } }

    package func time(_ name: String) -> Timestamp? {
        text(name).flatMap { Timestamp(rfc3339: $0) }
    }

    package func value<Value: RawRepresentable<String>>(_ name: String) -> Value? {
        text(name).flatMap { Value(rawValue: $0) }
    }
}

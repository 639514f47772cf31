import BeckonModel

/// One JSON object, kept as the places of its members in the received bytes. Every message comes in a frame, and most values of a frame are
/// plain texts: here they are copied once, and only when somebody asks for them.
///
/// Accepts what `JSONParser` accepts, but expects that the bytes are valid UTF-8. It may only be used as long as the bytes are there.
struct JSONMembers {
    enum Value {
        /// A string without escapes, in UTF-8: `bytes[range]`.
        case text(Range<Int>)
        case parsed(JSONValue)
    }

    /// A string's place in the bytes, or a value's among those that were parsed.
    private struct Place {
        let start: Int32
        /// -1: `start` counts the parsed ones.
        let end: Int32
    }

    /// Nothing that has to be retained or let go: a frame has few members, but there are many frames.
    private struct Member {
        let name: Place
        let value: Place
    }

    let bytes: UnsafeBufferPointer<UInt8>
    private var members: [Member] = []
    private var parsed: [JSONValue] = []

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
        members.reserveCapacity(10)
    }

    mutating func append(_ name: Value, _ value: Value) {
        members.append(Member(name: place(of: name), value: place(of: value)))
    }

    private mutating func place(of value: Value) -> Place {
        switch value {
        case .text(let range):
            return Place(start: Int32(range.lowerBound), end: Int32(range.upperBound))
        case .parsed(let value):
            parsed.append(value)
            return Place(start: Int32(parsed.count - 1), end: -1)
        }
    }

    private func value(at place: Place) -> Value {
        if place.end < 0 { return .parsed(parsed[Int(place.start)]) }
        return .text(Int(place.start)..<Int(place.end))
    }

    /// Of repeated names the last one counts.
    subscript(name: StaticString) -> Value? {
        var index = members.count
        while index > 0 {
            index -= 1
            if holds(members[index].name, name) { return value(at: members[index].value) }
        }
        return nil
    }

    /// Whether the value of that name is this text.
    func isText(_ name: StaticString, _ text: StaticString) -> Bool {
        guard case .text(let range)? = self[name] else { return false }
        return holds(Place(start: Int32(range.lowerBound), end: Int32(range.upperBound)), text)
    }

    private func holds(_ place: Place, _ text: StaticString) -> Bool {
        let wanted = text.utf8Start
        if place.end < 0 {
            guard case .string(let string) = parsed[Int(place.start)] else { return false }
            return string.utf8.elementsEqual(
                UnsafeBufferPointer(start: wanted, count: text.utf8CodeUnitCount))
        }
        guard Int(place.end - place.start) == text.utf8CodeUnitCount, let start = bytes.baseAddress
        else { return false }
        let own = start + Int(place.start)
        for index in 0..<text.utf8CodeUnitCount where own[index] != wanted[index] { return false }
        return true
    }

    /// The value of that name, where it is a ticket's identifier.
    func ticketID(_ name: StaticString) -> TicketID? {
        switch self[name] {
        case .text(let range): TicketID(UnsafeBufferPointer(rebasing: bytes[range]))
        case .parsed(.string(let text)): TicketID(text)
        default: nil
        }
    }

    /// The string's text; `nil` for other values.
    func text(_ value: Value) -> String? {
        switch value {
        case .text(let range):
            String(decoding: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self)
        case .parsed(.string(let text)): text
        case .parsed: nil
        }
    }
}

extension JSONParser {
    /// Parses a document in UTF-8 that is an object; `nil` when it is something else.
    static func members(
        of bytes: UnsafeBufferPointer<UInt8>
    ) throws(Failure) -> JSONMembers? {
        var parser = JSONParser(bytes)
        var members = JSONMembers(bytes)
        parser.skipSpace()
        guard try parser.peek() == UInt8(ascii: "{") else {
            _ = try parser.document()
            return nil
        }
        try parser.object { (parser, name) throws(Failure) in
            members.append(name, try parser.memberValue())
        }
        parser.skipSpace()
        guard parser.isAtEnd else { throw parser.syntax }
        return members
    }

    private mutating func memberValue() throws(Failure) -> JSONMembers.Value {
        if try peek() == UInt8(ascii: "\"") { return try plainString() }
        return .parsed(try value(depth: 1))
    }
}

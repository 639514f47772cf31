import BeckonModel

/// The members of one object as places in its bytes: a frame is read on the way of every message, and most of its values are plain texts
/// that only need to be copied once, by whoever wants them.
///
/// Refuses what `JSONParser` refuses, except that the bytes must be UTF-8. Only valid as long as the bytes are.
struct JSONMembers {
    enum Value {
        /// A string without escapes, in UTF-8: `bytes[range]`.
        case text(Range<Int>)
        case parsed(JSONValue)
    }

    private struct Member {
        let name: Range<Int>
        /// The name where it is written with escapes.
        let unescapedName: String?
        let value: Value
    }

    let bytes: UnsafeBufferPointer<UInt8>
    private var members: [Member] = []

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
        members.reserveCapacity(8)
    }

    mutating func append(_ name: Value, _ value: Value) {
        switch name {
        case .text(let range):
            members.append(Member(name: range, unescapedName: nil, value: value))
        case .parsed(.string(let text)):
            members.append(Member(name: 0..<0, unescapedName: text, value: value))
        case .parsed: preconditionFailure("a member's name is a string")
        }
    }

    /// Of repeated names the last one counts.
    subscript(name: StaticString) -> Value? {
        let wanted = UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
        for member in members.reversed() where isName(member, wanted) { return member.value }
        return nil
    }

    private func isName(_ member: Member, _ wanted: UnsafeBufferPointer<UInt8>) -> Bool {
        if let text = member.unescapedName { return text.utf8.elementsEqual(wanted) }
        guard member.name.count == wanted.count, let start = bytes.baseAddress,
            let name = wanted.baseAddress
        else { return false }
        let own = start + member.name.lowerBound
        for index in 0..<wanted.count where own[index] != name[index] { return false }
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
        case .text(let range): String(decoding: bytes[range], as: UTF8.self)
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

package import BeckonModel

/// Writes one JSON object straight into bytes.
package struct JSONWriter: ~Copyable {
    private var buffer: ByteWriter
    private var needsComma = false

    package init(capacity: Int = 256) { buffer = ByteWriter(capacity: capacity) }

    /// What was written so far.
    package var bytes: [UInt8] { buffer.bytes }

    /// The bytes of one object with the members that `body` writes.
    package static func object(_ body: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter()
        writer.object(body)
        return writer.bytes
    }

    /// A frame: an object whose first member is its `type`.
    package static func frame(
        _ type: StaticString, _ body: (inout JSONWriter) -> Void
    ) -> [UInt8] {
        object { json in
            json.field("type", type)
            body(&json)
        }
    }

    package mutating func object(_ body: (inout JSONWriter) -> Void) {
        buffer.append(UInt8(ascii: "{"))
        needsComma = false
        body(&self)
        buffer.append(UInt8(ascii: "}"))
        needsComma = true
    }

    package mutating func field(_ name: StaticString, _ value: String) {
        self.name(name)
        string(value)
    }

    package mutating func field(_ name: StaticString, _ value: StaticString) {
        self.name(name, room: value.utf8CodeUnitCount + 2)
        buffer.put(UInt8(ascii: "\""))
        buffer.put(value)
        buffer.put(UInt8(ascii: "\""))
    }

    package mutating func field(_ name: StaticString, _ value: Int) {
        self.name(name)
        buffer.append(value)
    }

    package mutating func field(_ name: StaticString, _ value: Bool) {
        self.name(name)
        buffer.append(value ? "true" : "false")
    }

    package mutating func field(_ name: StaticString, _ value: TicketID) {
        self.name(name, room: 38)
        buffer.put(UInt8(ascii: "\""))
        buffer.put(count: 36, value.write)
        buffer.put(UInt8(ascii: "\""))
    }

    package mutating func field(_ name: StaticString, _ value: Timestamp) {
        self.name(name, room: 26)
        buffer.put(UInt8(ascii: "\""))
        buffer.put(count: 24, value.write)
        buffer.put(UInt8(ascii: "\""))
    }

    /// Writes nothing for `nil`.
    package mutating func field(_ name: StaticString, _ value: String?) {
        if let value { field(name, value) }
    }

    package mutating func null(_ name: StaticString) {
        self.name(name)
        buffer.append("null")
    }

    package mutating func object(_ name: StaticString, _ body: (inout JSONWriter) -> Void) {
        self.name(name)
        object(body)
    }

    package mutating func array<Element>(
        _ name: StaticString, _ elements: some Sequence<Element>,
        _ body: (inout JSONWriter, Element) -> Void
    ) {
        self.name(name)
        list(elements, body)
    }

    package mutating func list<Element>(
        _ elements: some Sequence<Element>, _ body: (inout JSONWriter, Element) -> Void
    ) {
        buffer.append(UInt8(ascii: "["))
        var isFirst = true
        for element in elements {
            if !isFirst { buffer.append(UInt8(ascii: ",")) }
            isFirst = false
            body(&self, element)
        }
        buffer.append(UInt8(ascii: "]"))
        needsComma = true
    }

    /// A member whose value `body` writes.
    package mutating func member(_ name: StaticString, _ body: (inout JSONWriter) -> Void) {
        self.name(name)
        body(&self)
    }

    /// A member whose name is known only at run time.
    package mutating func member(_ name: String, _ body: (inout JSONWriter) -> Void) {
        if needsComma { buffer.append(UInt8(ascii: ",")) }
        string(name)
        buffer.append(UInt8(ascii: ":"))
        body(&self)
        needsComma = true
    }

    /// A value that is JSON already.
    package mutating func raw(_ json: [UInt8]) {
        json.withUnsafeBufferPointer { buffer.append($0) }
    }

    package mutating func raw(_ name: StaticString, _ json: [UInt8]) {
        self.name(name)
        raw(json)
    }

    /// Leaves room for the value.
    private mutating func name(_ name: StaticString, room: Int = 0) {
        buffer.makeRoom(name.utf8CodeUnitCount + 4 + room)
        if needsComma { buffer.put(UInt8(ascii: ",")) }
        needsComma = true
        buffer.put(UInt8(ascii: "\""))
        buffer.put(name)
        buffer.put(UInt8(ascii: "\""))
        buffer.put(UInt8(ascii: ":"))
    }

    package mutating func string(_ text: String) {
        var text = text
        text.withUTF8 { utf8 in
            buffer.makeRoom(utf8.count + 2)
            buffer.put(UInt8(ascii: "\""))
            var start = 0
            var index = PlainBytes.end(in: utf8, from: 0)
            while index < utf8.count {
                if Self.needsEscape(utf8[index]) {
                    buffer.append(UnsafeBufferPointer(rebasing: utf8[start..<index]))
                    escape(utf8[index])
                    start = index + 1
                }
                index = PlainBytes.end(in: utf8, from: index + 1)
            }
            buffer.append(UnsafeBufferPointer(rebasing: utf8[start...]))
        }
        buffer.append(UInt8(ascii: "\""))
    }

    private static func needsEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == 0x7F
    }

    private mutating func escape(_ byte: UInt8) {
        buffer.append(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): buffer.append(byte)
        case 0x0A: buffer.append(UInt8(ascii: "n"))
        case 0x0D: buffer.append(UInt8(ascii: "r"))
        case 0x09: buffer.append(UInt8(ascii: "t"))
        default:
            buffer.append("u00")
            let digits: StaticString = "0123456789abcdef"
            buffer.append(digits.utf8Start[Int(byte >> 4)])
            buffer.append(digits.utf8Start[Int(byte & 0xF)])
        }
    }
}

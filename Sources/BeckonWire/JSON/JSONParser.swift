package import BeckonModel

/// A strict, linear parser for small documents: what arrives on a socket, some hundred bytes, many thousand times a second.
///
/// Refuses what RFC 8259 refuses, invalid UTF-8 (also overlong forms and lone surrogates), and nesting beyond `Limits.jsonDepth`.
/// Whether the bytes are UTF-8 is asked once, before anything else: for what comes from a socket, `MessageAssembler` has done that.
package struct JSONParser {
    package enum Failure: Error, Hashable, Sendable {
        case syntax(offset: Int)
        case tooDeep
    }

    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    /// Parses a whole document.
    package static func parse(
        _ bytes: UnsafeBufferPointer<UInt8>
    ) throws(Failure) -> JSONValue {
        var parser = JSONParser(bytes)
        guard UTF8Validator.isValid(UnsafeRawBufferPointer(bytes)) else { throw parser.syntax }
        return try parser.document()
    }

    mutating func document() throws(Failure) -> JSONValue {
        skipSpace()
        let value = try value(depth: 0)
        skipSpace()
        guard isAtEnd else { throw syntax }
        return value
    }

    package static func parse(_ bytes: [UInt8]) throws(Failure) -> JSONValue {
        let result = bytes.withUnsafeBufferPointer { buffer in
            Result { () throws(Failure) in try parse(buffer) }
        }
        return try result.get()
    }

    var isAtEnd: Bool { position == bytes.count }

    var syntax: Failure { .syntax(offset: position) }

    mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            default: return
            }
        }
    }

    func peek() throws(Failure) -> UInt8 {
        guard position < bytes.count else { throw syntax }
        return bytes[position]
    }

    private mutating func take(_ byte: UInt8) throws(Failure) {
        guard try peek() == byte else { throw syntax }
        position += 1
    }

    mutating func value(depth: Int) throws(Failure) -> JSONValue {
        guard depth < Limits.jsonDepth else { throw .tooDeep }
        switch try peek() {
        case UInt8(ascii: "{"): return .object(try object(depth: depth))
        case UInt8(ascii: "["): return .array(try array(depth: depth))
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        default: return try number()
        }
    }

    private mutating func literal(
        _ text: StaticString, _ value: JSONValue
    ) throws(Failure) -> JSONValue {
        for index in 0..<text.utf8CodeUnitCount {
            try take(text.utf8Start[index])
        }
        return value
    }

    private mutating func object(depth: Int) throws(Failure) -> JSONObject {
        var object = JSONObject()
        try self.object { (parser, name) throws(Failure) in
            let value = try parser.value(depth: depth + 1)
            switch name {
            case .text(let range):
                object.append(String(decoding: parser.bytes[range], as: UTF8.self), value)
            case .parsed(let name):
                if case .string(let text) = name { object.append(text, value) }
            }
        }
        return object
    }

    /// Walks over an object's members; `member` reads the value that follows each name.
    mutating func object(
        _ member: (inout JSONParser, JSONMembers.Value) throws(Failure) -> Void
    ) throws(Failure) {
        position += 1
        skipSpace()
        if try peek() == UInt8(ascii: "}") {
            position += 1
            return
        }
        while true {
            skipSpace()
            guard try peek() == UInt8(ascii: "\"") else { throw syntax }
            let name = try plainString()
            skipSpace()
            try take(UInt8(ascii: ":"))
            skipSpace()
            try member(&self, name)
            skipSpace()
            if try peek() == UInt8(ascii: ",") {
                position += 1
                continue
            }
            try take(UInt8(ascii: "}"))
            return
        }
    }

    private mutating func array(depth: Int) throws(Failure) -> [JSONValue] {
        var values: [JSONValue] = []
        position += 1
        skipSpace()
        if try peek() == UInt8(ascii: "]") {
            position += 1
            return values
        }
        while true {
            skipSpace()
            values.append(try value(depth: depth + 1))
            skipSpace()
            if try peek() == UInt8(ascii: ",") {
                position += 1
                continue
            }
            try take(UInt8(ascii: "]"))
            return values
        }
    }

    private mutating func number() throws(Failure) -> JSONValue {
        let start = position
        if try peek() == UInt8(ascii: "-") { position += 1 }
        if try peek() == UInt8(ascii: "0") { position += 1 } else { try digits() }
        var isInteger = true
        if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
            isInteger = false
            position += 1
            try digits()
        }
        if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
            isInteger = false
            position += 1
            let sign = try peek()
            if sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { position += 1 }
            try digits()
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if isInteger, let integer = Int(text) { return .integer(integer) }
        guard let number = Double(text), number.isFinite else { throw syntax }
        return .number(number)
    }

    private mutating func digits() throws(Failure) {
        let start = position
        while position < bytes.count, (0x30...0x39).contains(bytes[position]) { position += 1 }
        if position == start { throw syntax }
    }

    private mutating func string() throws(Failure) -> String {
        switch try plainString() {
        case .text(let range): return String(decoding: bytes[range], as: UTF8.self)
        case .parsed(.string(let text)): return text
        case .parsed: throw syntax
        }
    }

    /// A string, checked; the common one without escapes stays where it is.
    mutating func plainString() throws(Failure) -> JSONMembers.Value {
        position += 1
        let start = position
        while true {
            position = PlainBytes.end(in: bytes, from: position)
            switch try peek() {
            case UInt8(ascii: "\""):
                position += 1
                return .text(start..<position - 1)
            case UInt8(ascii: "\\"): return .parsed(.string(try escapedString(from: start)))
            case 0..<0x20: throw syntax
            default: position += 1
            }
        }
    }

    private mutating func escapedString(from start: Int) throws(Failure) -> String {
        var unescaped = Array(bytes[start..<position])
        while true {
            let byte = try peek()
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: unescaped, as: UTF8.self)
            case UInt8(ascii: "\\"): try escape(into: &unescaped)
            case 0x20...: unescaped.append(byte)
            default: throw syntax
            }
        }
    }

    private mutating func escape(into unescaped: inout [UInt8]) throws(Failure) {
        let byte = try peek()
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): unescaped.append(byte)
        case UInt8(ascii: "b"): unescaped.append(0x08)
        case UInt8(ascii: "f"): unescaped.append(0x0C)
        case UInt8(ascii: "n"): unescaped.append(0x0A)
        case UInt8(ascii: "r"): unescaped.append(0x0D)
        case UInt8(ascii: "t"): unescaped.append(0x09)
        case UInt8(ascii: "u"):
            var code = UInt32(try hexadecimal())
            if (0xD800...0xDBFF).contains(code) {
                try take(UInt8(ascii: "\\"))
                try take(UInt8(ascii: "u"))
                let low = UInt32(try hexadecimal())
                guard (0xDC00...0xDFFF).contains(low) else { throw syntax }
                code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(code) else { throw syntax }
            unescaped.append(contentsOf: UTF8.encode(scalar).map { Array($0) } ?? [])
        default: throw syntax
        }
    }

    private mutating func hexadecimal() throws(Failure) -> UInt16 {
        var code: UInt16 = 0
        for _ in 0..<4 {
            let byte = try peek()
            position += 1
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): code = code << 4 | UInt16(byte - 0x30)
            case UInt8(ascii: "a")...UInt8(ascii: "f"): code = code << 4 | UInt16(byte - 0x57)
            case UInt8(ascii: "A")...UInt8(ascii: "F"): code = code << 4 | UInt16(byte - 0x37)
            default: throw syntax
            }
        }
        return code
    }
}

package import BeckonModel

/// Values and their text (RFC 8259), for documents; what is said many thousand times a second is written by `JSONWriter` member by member.
extension JSONObject {
    /// `nil` when the text is no JSON object.
    package init?(text: String) {
        guard case .object(let object)? = try? JSONParser.parse(Array(text.utf8)) else {
            return nil
        }
        self = object
    }

    package var text: String {
        var writer = JSONWriter()
        writer.value(.object(self))
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}

extension JSONWriter {
    package mutating func field(_ name: StaticString, _ value: JSONValue) {
        member(name) { $0.value(value) }
    }

    package mutating func value(_ value: JSONValue) {
        switch value {
        case .null: raw(Array("null".utf8))
        case .bool(let flag): raw(Array((flag ? "true" : "false").utf8))
        case .integer(let number): raw(Array(String(number).utf8))
        case .number(let number): raw(Array("\(number)".utf8))
        case .string(let text): string(text)
        case .array(let values):
            list(values) { $0.value($1) }
        case .object(let object):
            self.object { json in
                for member in object.members {
                    json.member(member.name) { $0.value(member.value) }
                }
            }
        }
    }
}

package import BeckonModel

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

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

    package var text: String { JSONValue.object(self).text }
}

extension JSONValue {
    /// The value in lines, for people and for comparing versions: what fits one line of `width` characters stands on one.
    package func lines(width: Int = 120) -> String {
        var text = ""
        write(into: &text, indent: 0, before: 0, width: width)
        return text
    }

    private func write(into text: inout String, indent: Int, before: Int, width: Int) {
        let short = onOneLine
        if indent + before + short.utf8.count <= width {
            text += short
            return
        }
        let inner = indent + 2
        let start = "\n" + String(repeating: " ", count: inner)
        let end = "\n" + String(repeating: " ", count: indent)
        switch self {
        case .array(let values):
            for (index, value) in values.enumerated() {
                text += (index == 0 ? "[" : ",") + start
                value.write(into: &text, indent: inner, before: 1, width: width)
            }
            text += end + "]"
        case .object(let object):
            for (index, member) in object.members.enumerated() {
                let name = JSONValue.string(member.name).onOneLine + ": "
                text += (index == 0 ? "{" : ",") + start + name
                member.value.write(
                    into: &text, indent: inner, before: name.utf8.count + 1, width: width)
            }
            text += end + "}"
        default: text += short
        }
    }

    package var onOneLine: String {
        switch self {
        case .null: return "null"
        case .bool(let value): return "\(value)"
        case .integer(let number): return "\(number)"
        case .number(let number): return "\(number)"
        case .string(let text):
            var json = JSONWriter(capacity: text.utf8.count + 2)
            json.string(text)
            return String(decoding: json.bytes, as: UTF8.self)
        case .array(let values):
            return "[" + values.map(\.onOneLine).joined(separator: ", ") + "]"
        case .object(let object):
            let members = object.members.map { member in
                "\(JSONValue.string(member.name).onOneLine): \(member.value.onOneLine)"
            }
            return "{" + members.joined(separator: ", ") + "}"
        }
    }
}

extension JSONValue {
    /// Without any space.
    package var text: String {
        var writer = JSONWriter()
        writer.value(self)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}

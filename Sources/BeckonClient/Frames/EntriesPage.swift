import BeckonModel
import BeckonWire

/// The answer to `GET /api/v1/tickets/{id}/entries`.
public struct EntriesPage: Hashable, Sendable {
    /// In the order of the log.
    public let entries: [ChatEntry]
    /// Number of the ticket's newest entry.
    public let newest: Int

    /// `nil` for anything else.
    public init?(_ body: [UInt8]) {
        guard case .object(let json)? = try? JSONParser.parse(body), json.objects("entries") != nil,
            let newest = json.integer("seq")
        else { return nil }
        self.newest = newest
        entries = JSONElements.bytes(of: "entries", in: body).compactMap { line in
            if case .entry(let entry)? = ReceivedFrame(line) { entry } else { nil }
        }
    }
}

/// An array's elements as they stand in a document: an entry is decoded from its own bytes, wherever it comes from.
enum JSONElements {
    /// Of the array that is the document's member of that name.
    ///
    /// - Parameter document: known to be an object in JSON.
    static func bytes(of name: String, in document: [UInt8]) -> [[UInt8]] {
        var scanner = Scanner(name: Array(name.utf8))
        for index in document.indices { scanner.take(document[index], at: index, in: document) }
        return scanner.elements
    }

    private struct Scanner {
        let name: [UInt8]
        var elements: [[UInt8]] = []
        private var depth = 0
        private var isInString = false
        private var isEscaped = false
        private var stringStart = 0
        /// The last string of the object itself.
        private var lastString: Range<Int> = 0..<0
        private var isWanted = false
        private var elementStart: Int?

        init(name: [UInt8]) { self.name = name }

        mutating func take(_ byte: UInt8, at index: Int, in document: [UInt8]) {
            if isInString { return takeInString(byte, at: index) }
            switch byte {
            case UInt8(ascii: "\""):
                isInString = true
                stringStart = index + 1
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                if depth == 1 {
                    isWanted = byte == UInt8(ascii: "[") && document[lastString].elementsEqual(name)
                    elementStart = index + 1
                }
                depth += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                depth -= 1
                if depth == 1 { endElement(at: index, in: document) }
                if depth == 1 { isWanted = false }
            case UInt8(ascii: ","):
                if depth == 2 { endElement(at: index, in: document) }
            default: break
            }
        }

        private mutating func takeInString(_ byte: UInt8, at index: Int) {
            if isEscaped {
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else if byte == UInt8(ascii: "\"") {
                isInString = false
                if depth == 1 { lastString = stringStart..<index }
            }
        }

        private mutating func endElement(at index: Int, in document: [UInt8]) {
            if isWanted, let start = elementStart, start < index {
                elements.append(Array(document[start..<index]))
            }
            elementStart = index + 1
        }
    }
}

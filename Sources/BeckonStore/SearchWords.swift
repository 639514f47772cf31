/// The words of many texts as they are indexed: `SearchText.normalized` of each, joined in bytes that are used again and again.
package struct SearchWords: ~Copyable {
    private var storage: [UInt8] = []
    private var count = 0

    package init() {}

    package var isEmpty: Bool { count == 0 }

    package mutating func removeAll() { count = 0 }

    package mutating func append(_ text: String) {
        var text = text
        let isASCII = text.withUTF8 { appendASCII($0) }
        if isASCII { return }
        var words = SearchText.normalized(text)
        words.withUTF8 { utf8 in
            makeRoom(utf8.count)
            for (index, byte) in utf8.enumerated() { storage[count + index] = byte }
            count += utf8.count
        }
    }

    package func withBytes<Value, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        let (storage, count) = (storage, count)
        return try storage.withUnsafeBufferPointer { bytes throws(Failure) in
            try body(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: bytes[..<count])))
        }
    }

    /// Most texts: one pass over bytes. `false`, and nothing is appended, when there is anything else than ASCII.
    private mutating func appendASCII(_ utf8: UnsafeBufferPointer<UInt8>) -> Bool {
        makeRoom(utf8.count + 1)
        let start = count
        let end = storage.withUnsafeMutableBufferPointer {
            SearchText.normalize(ascii: utf8, into: $0, from: start)
        }
        guard let end else { return false }
        count = end
        return true
    }

    private mutating func makeRoom(_ more: Int) {
        let wanted = count + more
        if storage.count >= wanted { return }
        let size = max(wanted, storage.count * 2, 4096)
        storage.append(contentsOf: repeatElement(0, count: size - storage.count))
    }
}

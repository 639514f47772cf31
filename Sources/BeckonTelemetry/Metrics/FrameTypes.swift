extension CounterMetric {
    /// Counts a frame that goes out by its `type`, which is the first member of every frame that Beckon makes. An entry that another version made
    /// may begin otherwise, and is `other`.
    package func add(_ count: Int, typeOf frame: [UInt8]) {
        let isCounted = frame.withUnsafeBytes { bytes in
            guard let type = Self.type(of: bytes) else { return false }
            return addIfKnown(count, LabelValues.hash(utf8: type))
        }
        if isCounted { return }
        let name = frame.withUnsafeBytes { bytes in
            Self.type(of: bytes).map { String(decoding: $0, as: UTF8.self) }
        }
        add(count, name ?? "other")
    }

    private static let opening: StaticString = #"{"type":""#
    private static let longestType = 31

    private static func type(
        of frame: UnsafeRawBufferPointer
    ) -> Slice<UnsafeRawBufferPointer>? {
        let start = opening.utf8CodeUnitCount
        guard frame.count > start, frame[start - 1] == UInt8(ascii: "\""),
            frame[start - 2] == UInt8(ascii: ":"), frame[0] == UInt8(ascii: "{")
        else { return nil }
        var end = start
        while end < frame.count, end - start <= longestType, isOfType(frame[end]) { end += 1 }
        guard end > start, end < frame.count, frame[end] == UInt8(ascii: "\"") else { return nil }
        return frame[start..<end]
    }

    private static func isOfType(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "_") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
    }
}

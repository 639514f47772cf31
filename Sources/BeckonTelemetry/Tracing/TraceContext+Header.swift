extension TraceContext {
    /// Reads the values of `traceparent` and `tracestate`. `nil` for anything but one valid `traceparent` (section 3.2): whoever reads it then begins a
    /// new trace. A later version is read as far as it agrees with version 00.
    package init?(traceparent values: [String], tracestate: [String] = []) {
        guard values.count == 1 else { return nil }
        let bytes = Array(values[0].utf8)
        guard bytes.count >= 55, bytes[2] == Self.dash, bytes[35] == Self.dash,
            bytes[52] == Self.dash, let version = Self.number(bytes[0..<2]), version != 0xFF,
            let high = Self.number(bytes[3..<19]), let low = Self.number(bytes[19..<35]),
            high | low != 0, let span = Self.number(bytes[36..<52]), span != 0,
            let flags = Self.number(bytes[53..<55])
        else { return nil }
        // Version 00 ends here; a later one may go on behind a dash.
        guard bytes.count == 55 || version > 0 && bytes[55] == Self.dash else { return nil }
        self.init(
            traceHigh: high, traceLow: low, spanID: span, isSampled: flags & 1 == 1,
            state: Self.state(tracestate))
    }

    private static let dash = UInt8(ascii: "-")
    private static let longestState = 512

    /// Lower case hexadecimal digits only.
    private static func number(_ digits: ArraySlice<UInt8>) -> UInt64? {
        var number: UInt64 = 0
        for digit in digits {
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                number = number << 4 | UInt64(digit - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"):
                number = number << 4 | UInt64(digit - UInt8(ascii: "a") + 10)
            default: return nil
            }
        }
        return number
    }

    /// Handed on only where it is short and printable.
    private static func state(_ values: [String]) -> String? {
        let joined = values.joined(separator: ",")
        let isFine =
            !joined.isEmpty && joined.utf8.count <= longestState
            && joined.utf8.allSatisfy { (0x20...0x7E).contains($0) }
        return isFine ? joined : nil
    }

    /// The headers with which an outgoing request goes on in this trace (webhooks, mail, push).
    package var outgoingHeaders: [(name: String, value: String)] {
        var headers = [(name: "traceparent", value: header)]
        if let state { headers.append((name: "tracestate", value: state)) }
        return headers
    }
}

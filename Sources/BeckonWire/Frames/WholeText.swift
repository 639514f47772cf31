import BeckonModel

/// The short way for what nearly all frames are: a text in one frame, there as a whole, with nothing wrong.
enum WholeText {
    /// Takes it from the front. `nil`, and nothing is taken, for everything else: what breaks a rule is for `MessageAssembler` to find, at its
    /// very byte.
    static func take(_ bytes: inout UnsafeRawBufferPointer) -> [UInt8]? {
        // Final, a text, without reserved bits; masked (RFC 6455, section 5.2).
        guard bytes.count >= 6, bytes[0] == 0x81, bytes[1] & 0x80 != 0 else { return nil }
        var length = Int(bytes[1] & 0x7F)
        var start = 6
        if length > 125 {
            guard length == 126, bytes.count >= 8 else { return nil }
            length = Int(bytes[2]) << 8 | Int(bytes[3])
            start = 8
            guard length > 125, length <= Limits.frameBytes else { return nil }
        }
        guard bytes.count - start >= length else { return nil }
        let key = UInt32(
            littleEndian: bytes.loadUnaligned(fromByteOffset: start - 4, as: UInt32.self))
        let payload = UnsafeRawBufferPointer(rebasing: bytes[start..<start + length])
        guard let text = unmasked(payload, key) else { return nil }
        bytes = UnsafeRawBufferPointer(rebasing: bytes[(start + length)...])
        return text
    }

    /// `nil` when it is not UTF-8.
    private static func unmasked(_ payload: UnsafeRawBufferPointer, _ key: UInt32) -> [UInt8]? {
        var isASCII = true
        let text = [UInt8](unsafeUninitializedCapacity: payload.count) { buffer, count in
            isASCII = Mask(key: key).take(
                from: payload, into: UnsafeMutableRawBufferPointer(buffer))
            count = payload.count
        }
        if isASCII { return text }
        return text.withUnsafeBytes { UTF8Validator.isValid($0) } ? text : nil
    }
}

/// What a client's bytes are hidden by (RFC 6455, section 5.3): four bytes, over and over.
struct Mask {
    private let wide: UInt64

    /// `key` as it stands in the frame, read as a little-endian number; `offset`: how many of the frame's bytes came before.
    init(key: UInt32, offset: UInt64 = 0) {
        let turn = UInt32(offset & 3) * 8
        let turned = UInt64(key >> turn | key << ((32 - turn) & 31))
        wide = turned | turned << 32
    }

    /// Takes it from all bytes of `source`, eight at a time; `target` is as long, and may be the same bytes. Returns whether all of them are ASCII.
    @inline(__always)
    func take(
        from source: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer
    ) -> Bool {
        var seen: UInt64 = 0
        var position = 0
        while position + 8 <= source.count {
            let word =
                source.loadUnaligned(fromByteOffset: position, as: UInt64.self)
                ^ wide.littleEndian
            target.storeBytes(of: word, toByteOffset: position, as: UInt64.self)
            seen |= word
            position += 8
        }
        while position < source.count {
            let byte =
                source[position] ^ UInt8(truncatingIfNeeded: wide >> UInt64(8 * (position & 7)))
            target[position] = byte
            seen |= UInt64(byte)
            position += 1
        }
        return seen & 0x8080_8080_8080_8080 == 0
    }
}

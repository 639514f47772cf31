import Testing

@testable import BeckonWire

@Suite struct MaskTests {
    @Test(
        "Each byte is hidden by the key's byte at its place in the frame",
        arguments: [0, 1, 7, 8, 9, 31], [0, 1, 2, 3, 4, 13] as [UInt64])
    func places(count: Int, offset: UInt64) {
        let key: [UInt8] = [0x11, 0x22, 0x44, 0x88]
        let text = (0..<count).map { UInt8(0x20 + $0) }
        let hidden = text.enumerated().map { $1 ^ key[(Int(offset) + $0) & 3] }
        var shown = [UInt8](repeating: 0, count: count)
        let isASCII = hidden.withUnsafeBytes { source in
            shown.withUnsafeMutableBytes { target in
                Mask(key: 0x8844_2211, offset: offset).take(from: source, into: target)
            }
        }
        #expect(shown == text && isASCII)
    }

    @Test(arguments: 0..<17) func `It notices whatever is not ASCII`(at place: Int) {
        var bytes = [UInt8](repeating: 0x41, count: 17)
        bytes[place] = 0x80
        let isASCII = bytes.withUnsafeMutableBytes {
            Mask(key: 0).take(from: UnsafeRawBufferPointer($0), into: $0)
        }
        #expect(!isASCII)
    }
}

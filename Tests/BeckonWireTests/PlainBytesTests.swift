import Testing

@testable import BeckonWire

@Suite struct PlainBytesTests {
    private func isPlain(_ byte: UInt8) -> Bool {
        (0x20...0x7E).contains(byte) && byte != 0x22 && byte != 0x5C
    }

    @Test("The first byte that is not plain is found, wherever it stands")
    func everyByteEverywhere() {
        for byte in UInt8.min...UInt8.max {
            for place in 0..<19 {
                var bytes = [UInt8](repeating: UInt8(ascii: "a"), count: 19)
                bytes[place] = byte
                let end = bytes.withUnsafeBufferPointer { PlainBytes.end(in: $0, from: 0) }
                #expect(end == (isPlain(byte) ? 19 : place), "\(byte) at \(place)")
            }
        }
    }

    @Test("A search begins where it is told, and ends with the bytes")
    func places() {
        let bytes = Array("say \"hello\" to everybody".utf8)
        bytes.withUnsafeBufferPointer { buffer in
            #expect(PlainBytes.end(in: buffer, from: 0) == 4)
            #expect(PlainBytes.end(in: buffer, from: 5) == 10)
            #expect(PlainBytes.end(in: buffer, from: 11) == bytes.count)
            #expect(PlainBytes.end(in: buffer, from: bytes.count) == bytes.count)
        }
        let none = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
        #expect(PlainBytes.end(in: none, from: 0) == 0)
    }
}

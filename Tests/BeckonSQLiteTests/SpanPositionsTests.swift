import StoreTesting
import Testing

@testable import BeckonSQLite

@Suite struct SpanPositionsTests {
    @Test("Positions come back as they were written", arguments: [UInt64(1), 2, 3])
    func roundTrip(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var positions: [Int64] = []
        var last: Int64 = 0
        for _ in 0..<500 {
            let distance = Int64.random(
                in: 1...(1 << Int64.random(in: 0...40, using: &random)), using: &random)
            last += distance
            positions.append(last)
        }
        let bytes = SpanPositions.encode(positions)
        #expect(SpanPositions.decode(bytes) == positions)
        #expect(SpanPositions.encode([]) == [] && SpanPositions.decode([]) == [])
        #expect(SpanPositions.encode([5, 6, 7]).count == 3)
    }

    @Test(
        "Bytes that nobody wrote are refused",
        arguments: [
            [0x80], [0x00], [0x05, 0x00], [UInt8](repeating: 0xFF, count: 12),
            [UInt8](repeating: 0xFF, count: 8) + [0x7F, 0x01],
        ] as [[UInt8]])
    func damaged(_ bytes: [UInt8]) {
        #expect(SpanPositions.decode(bytes) == nil)
    }
}

import Foundation

/// What stands in a write-ahead log that nobody has open, as SQLite would read it (sqlite.org/walformat.html).
///
/// SQLite ignores everything from the first frame that is not as it was written, without a word. What was written after it was acknowledged all
/// the same.
enum WALState: Hashable, Sendable {
    case missing
    /// Nothing was written to it.
    case empty
    case intact
    /// From this frame on (the first is 1, 0 is the file's head) nothing can be used, though so many transactions after it are there.
    case damaged(frame: Int, transactions: Int)

    /// Opens only the log, on which nobody holds a lock.
    init(database path: String) {
        guard let file = FileHandle(forReadingAtPath: path + "-wal") else {
            self = .missing
            return
        }
        defer { try? file.close() }
        self = WALReader(descriptor: file.fileDescriptor).state()
    }
}

private struct WALReader {
    private static let headBytes = 32
    private static let frameHeadBytes = 24

    let descriptor: Int32

    private struct Checksum: Hashable {
        var first: UInt32 = 0
        var second: UInt32 = 0
    }

    func state() -> WALState {
        let size = Int(lseek(descriptor, 0, SEEK_END))
        if size <= 0 { return .missing }
        guard let head = read(Self.headBytes, at: 0) else { return .empty }
        let magic = Self.word(head, 0)
        let pageBytes = Int(Self.word(head, 8))
        let isKnown = magic & 0xFFFF_FFFE == 0x377F_0682 && (512...65536).contains(pageBytes)
        let isBigEndian = magic & 1 == 1
        var sum = Checksum()
        if isKnown { Self.add(head[..<24], to: &sum, isBigEndian) }
        guard isKnown, sum == Self.checksum(head, 24) else {
            let isZero = head.allSatisfy { $0 == 0 }
            let next = read(Self.frameHeadBytes, at: Self.headBytes) ?? []
            if isZero, next.allSatisfy({ $0 == 0 }) { return .empty }
            return .damaged(frame: 0, transactions: 0)
        }
        let frameBytes = Self.frameHeadBytes + pageBytes
        let count = (size - Self.headBytes) / frameBytes
        let salt = head[16..<24]
        func frame(_ index: Int) -> [UInt8]? {
            read(frameBytes, at: Self.headBytes + index * frameBytes)
        }
        var index = 0
        while index < count, let bytes = frame(index), bytes[8..<16].elementsEqual(salt) {
            var next = sum
            Self.add(bytes[..<8], to: &next, isBigEndian)
            Self.add(bytes[24...], to: &next, isBigEndian)
            guard next == Self.checksum(bytes, 16) else { break }
            sum = next
            index += 1
        }
        let broken = index
        var transactions = 0
        var seed: Checksum?
        while index < count, let frameHead = read(24, at: Self.headBytes + index * frameBytes) {
            defer { index += 1 }
            // Frames of a former use of the log have another salt.
            guard frameHead[8..<16].elementsEqual(salt) else {
                seed = nil
                continue
            }
            if let seed, Self.word(frameHead, 4) != 0, let bytes = frame(index) {
                var next = seed
                Self.add(bytes[..<8], to: &next, isBigEndian)
                Self.add(bytes[24...], to: &next, isBigEndian)
                if next == Self.checksum(bytes, 16) { transactions += 1 }
            }
            seed = Self.checksum(frameHead, 16)
        }
        if transactions > 0 { return .damaged(frame: broken + 1, transactions: transactions) }
        return broken == 0 ? .empty : .intact
    }

    private func read(_ count: Int, at offset: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        return pread(descriptor, &bytes, count, off_t(offset)) == count ? bytes : nil
    }

    private static func word(_ bytes: [UInt8], _ index: Int) -> UInt32 {
        bytes[index..<index + 4].reduce(0) { $0 << 8 | UInt32($1) }
    }

    private static func checksum(_ bytes: [UInt8], _ index: Int) -> Checksum {
        Checksum(first: word(bytes, index), second: word(bytes, index + 4))
    }

    /// Section 4.2 of the format.
    private static func add(
        _ bytes: ArraySlice<UInt8>, to sum: inout Checksum, _ isBigEndian: Bool
    ) {
        bytes.withUnsafeBytes { bytes in
            for offset in stride(from: 0, to: bytes.count - 7, by: 8) {
                let first = bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
                let second = bytes.loadUnaligned(fromByteOffset: offset + 4, as: UInt32.self)
                sum.first &+=
                    (isBigEndian ? UInt32(bigEndian: first) : UInt32(littleEndian: first))
                    &+ sum.second
                sum.second &+=
                    (isBigEndian ? UInt32(bigEndian: second) : UInt32(littleEndian: second))
                    &+ sum.first
            }
        }
    }
}

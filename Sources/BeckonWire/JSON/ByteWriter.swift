/// Bytes that grow in place. An array asks at every append whether it is shared and has room; here whoever writes asks once for several.
struct ByteWriter: ~Copyable {
    private var base: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private var count = 0

    init(capacity: Int) {
        self.capacity = max(capacity, 16)
        base = .allocate(capacity: self.capacity)
    }

    deinit { base.deallocate() }

    var bytes: [UInt8] { Array(UnsafeBufferPointer(start: base, count: count)) }

    mutating func makeRoom(_ more: Int) {
        if capacity - count < more { grow(more) }
    }

    private mutating func grow(_ more: Int) {
        capacity = max(capacity * 2, count + more)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        larger.update(from: base, count: count)
        base.deallocate()
        base = larger
    }

    // MARK: With room made before

    mutating func put(_ byte: UInt8) {
        base[count] = byte
        count += 1
    }

    mutating func put(_ text: StaticString) {
        (base + count).update(from: text.utf8Start, count: text.utf8CodeUnitCount)
        count += text.utf8CodeUnitCount
    }

    /// What `write` writes into so many bytes; it returns how many it wrote.
    mutating func put(count: Int, _ write: (UnsafeMutableBufferPointer<UInt8>) -> Int) {
        self.count += write(UnsafeMutableBufferPointer(start: base + self.count, count: count))
    }

    // MARK: Without

    mutating func append(_ byte: UInt8) {
        makeRoom(1)
        put(byte)
    }

    mutating func append(_ text: StaticString) {
        makeRoom(text.utf8CodeUnitCount)
        put(text)
    }

    mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let start = bytes.baseAddress else { return }
        makeRoom(bytes.count)
        (base + count).update(from: start, count: bytes.count)
        count += bytes.count
    }

    /// In decimal.
    mutating func append(_ value: Int) {
        makeRoom(20)
        if value < 0 { put(UInt8(ascii: "-")) }
        var rest = value.magnitude
        let start = count
        repeat {
            put(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
        } while rest > 0
        // The last digit came first.
        var (low, high) = (start, count - 1)
        while low < high {
            (base[low], base[high]) = (base[high], base[low])
            low += 1
            high -= 1
        }
    }
}

enum RequestIDs {
    static func make(using random: inout some RandomNumberGenerator) -> String {
        [random.next(), random.next()].map { (word: UInt64) in
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}

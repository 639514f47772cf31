import BeckonHTTP
import Testing

@Suite struct LogTextTests {
    @Test func `Text of strangers cannot break a log's line`() {
        #expect(
            LogText.encode("a\r\nb\u{202E}\\\u{1B}[0m")
                == "a\\u{d}\\u{a}b\\u{202e}\\u{5c}\\u{1b}[0m")
        #expect(LogText.encode(String(repeating: "x", count: 999)).count == 200)
    }
}

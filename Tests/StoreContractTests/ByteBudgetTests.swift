import BeckonModel
import BeckonStore
import StoreTesting
import Testing

@Suite struct ByteBudgetTests {
    @Test("A page ends at its budget of bytes, and pages make the log", arguments: Backend.allCases)
    func pages(_ backend: Backend) async throws {
        try await backend.run { store async throws in
            var workload = Workload(seed: 9)
            let opened = workload.open()
            #expect(await store.appended(opened) == .committed)
            for number in 0..<40 {
                let text = String(repeating: "x", count: number.isMultiple(of: 7) ? 5_000 : 300)
                let said = workload.say(text, on: 0)
                #expect(await store.appended(said) == .committed)
            }
            let all = try await store.log(of: opened.ticket, after: 0, limit: 99)
            for bytes in [0, 1, 700, 2_000, 6_000, 100_000] {
                var forward: [LogLine] = []
                while forward.count < all.count {
                    let page = try await store.log(
                        of: opened.ticket, after: forward.last?.seq ?? 0, limit: 9, bytes: bytes)
                    try hold(page, to: bytes, next: all.dropFirst(forward.count + page.count).first)
                    forward += page
                }
                #expect(forward == all)
                var backward: [LogLine] = []
                while backward.count < all.count {
                    let page = try await store.log(
                        of: opened.ticket, before: backward.first?.seq ?? 99, limit: 9,
                        bytes: bytes)
                    try hold(page, to: bytes, next: all.dropLast(backward.count + page.count).last)
                    backward = page + backward
                }
                #expect(backward == all)
            }
            #expect(
                try await store.log(of: opened.ticket, after: 99, limit: 9, bytes: 1).isEmpty)
            #expect(
                try await store.log(of: opened.ticket, before: 1, limit: 9, bytes: 1).isEmpty)
        }
    }

    /// At least one, as many as fit, and no more.
    private func hold(_ page: [LogLine], to bytes: Int, next: LogLine?) throws {
        let size = page.reduce(0) { $0 + $1.bytes.count }
        try #require(!page.isEmpty && page.count <= 9)
        #expect(page.count == 1 || size <= bytes)
        if page.count < 9, let next { #expect(size + next.bytes.count > bytes) }
    }
}

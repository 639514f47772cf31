import BeckonModel
import BeckonStore
import StoreTesting
import Testing

/// What a search says of the tickets that it finds, and who finds whom.
@Suite struct SearchContractTests {
    private static func hits(
        _ words: String, in store: any Store, forStaff: Bool = true, of customer: UserID? = nil
    ) async throws -> [SearchHit] {
        var query = TicketQuery()
        query.search = words
        query.isForStaff = forStaff
        query.customer = customer
        let page = try await store.tickets(query)
        #expect(page.hits.map(\.ticket) == page.records.map(\.ticket.id))
        return page.hits
    }

    /// The marked pieces of a snippet.
    private static func marked(_ hit: SearchHit?) -> [String] {
        guard let snippet = hit?.snippet else { return [] }
        let units = Array(snippet.text.utf16)
        return snippet.marks.map { String(decoding: units[$0], as: UTF16.self) }
    }

    @Test("A hit says what was found, in which entry, and shows it", arguments: Backend.allCases)
    func places(_ backend: Backend) async throws {
        try await backend.run { store async throws in
            var workload = Workload(seed: 51)
            _ = await store.appended(workload.open(text: "My parcel\nis late, says the courier"))
            _ = await store.appended(workload.say("Zürich: naïve façade", on: 0))
            _ = await store.appended(workload.say("the second courier", on: 0))
            _ = await store.appended(workload.note("a fraudster, surely", on: 0))
            let seqs = workload.tickets[0].seq

            let subject = try await Self.hits("PARC", in: store).first
            #expect(subject?.place == .subject)
            #expect((subject?.seq, subject?.snippet?.text) == (1, "My parcel"))
            #expect(Self.marked(subject) == ["parcel"])

            // The newest entry that has the word, and the one that has both.
            let newest = try await Self.hits("courier", in: store).first
            #expect((newest?.place, newest?.seq) == (.message, seqs - 1))
            let both = try await Self.hits("courier late", in: store).first
            #expect((both?.place, both?.seq) == (.message, 3))
            #expect(both?.snippet?.text == "My parcel is late, says the courier")
            #expect(Self.marked(both) == ["late", "courier"])

            let folded = try await Self.hits("zurich facade", in: store).first
            #expect(folded?.seq == seqs - 2)
            #expect(Self.marked(folded) == ["Zürich", "façade"])

            // Words of several entries: the first of them that is found shows where.
            let several = try await Self.hits("fraudster zurich", in: store).first
            #expect((several?.place, several?.seq) == (.note, seqs))

            let number = try await Self.hits("#1001", in: store).first
            #expect((number?.place, number?.seq) == (.number, nil))
        }
    }

    @Test("Notes and who the customer is are found by staff only", arguments: Backend.allCases)
    func internals(_ backend: Backend) async throws {
        try await backend.run { store async throws in
            var workload = Workload(seed: 52)
            let (mia, tom) = (Workload.customers[0], Workload.customers[1])
            try await store.insert(
                Customer(
                    id: mia.id, name: "Mia Meier", email: "mia@shop.example",
                    createdAt: workload.now))
            _ = await store.appended(workload.open(by: mia, text: "Where is my order?"))
            _ = await store.appended(workload.note("order of a fraudster", on: 0))
            _ = await store.appended(workload.open(by: tom, text: "My order, too"))

            #expect(try await Self.hits("fraudster", in: store).map(\.place) == [.note])
            #expect(try await Self.hits("fraudster", in: store, forStaff: false).isEmpty)
            #expect(try await Self.hits("mia", in: store, forStaff: false).isEmpty)
            let own = try await Self.hits("order", in: store, forStaff: false, of: mia.id)
            #expect(own.map(\.place) == [.subject])
            #expect(own.map(\.ticket) == [workload.tickets[0].id])
        }
    }

    @Test(
        "Staff find tickets by the customer's name and address, as they are now",
        arguments: Backend.allCases)
    func customers(_ backend: Backend) async throws {
        try await backend.run { store async throws in
            var workload = Workload(seed: 53)
            let (mia, tom) = (Workload.customers[0], Workload.customers[1])
            let account = Customer(
                id: mia.id, name: "Mia Müller", email: "mia.m@shop.example",
                createdAt: workload.now)
            try await store.insert(account)
            try await store.insert(
                Customer(
                    id: tom.id, name: "Tom", email: "tom@shop.example", createdAt: workload.now))
            _ = await store.appended(workload.open(by: mia, text: "Where is my parcel?"))
            _ = await store.appended(workload.open(by: tom, text: "Mind the gap"))

            func found(_ words: String) async throws -> [TicketID] {
                try await Self.hits(words, in: store).map(\.ticket)
            }
            let (hers, his) = (workload.tickets[0].id, workload.tickets[1].id)
            #expect(try await found("muller") == [hers])
            #expect(try await found("mia.m@shop.example") == [hers])
            #expect(try await found("shop.exam") == [his, hers])
            #expect(try await found("mia parcel") == [hers])
            #expect(try await found("mia gap") == [])
            let hit = try await Self.hits("mia shop", in: store).first
            #expect((hit?.place, hit?.seq) == (.customer, nil))
            #expect(hit?.snippet?.text == "Mia Müller · mia.m@shop.example")
            #expect(Self.marked(hit) == ["Mia", "mia", "shop"])

            #expect(try await store.change(account.id, .name("Maria")))
            #expect(try await store.change(account.id, .email(nil)))
            #expect(try await found("maria") == [hers])
            #expect(try await found("muller") == [])
            #expect(try await found("mia.m@shop.example") == [])
        }
    }

    @Test("A hit deep in a long ticket is found and shown", arguments: Backend.allCases)
    func deep(_ backend: Backend) async throws {
        try await backend.run { store async throws in
            var workload = Workload(seed: 54)
            _ = await store.appended(workload.open(text: "Hello"))
            _ = await store.appended(workload.say("the needle", on: 0))
            let seq = workload.tickets[0].seq
            for _ in 0..<300 { _ = await store.appended(workload.say("more hay", on: 0)) }
            let hit = try await Self.hits("needle", in: store).first
            #expect((hit?.place, hit?.seq) == (.message, seq))
        }
    }
}

@Suite struct SnippetTests {
    @Test(
        "The located words are the words of search, at their places",
        arguments: [
            "My ORDER is late", "Über Zürich, naïve façade: 退款 1001", "ΟΔΟΣ οδος İstanbul ﬁne",
            "한국어 텍스트", "a\u{301}\u{302}b \u{301}x", "", "!!!", "🔑key🔑 x7\r\ny", "ǅ Ⅷ ²",
        ])
    func located(_ text: String) {
        let located = SearchText.located(in: text)
        #expect(located.map(\.word) == SearchText.words(in: text))
        for word in located {
            #expect(SearchText.words(in: String(text[word.range])).contains(word.word))
        }
    }

    @Test("A long text is cut around the word, at words, and the marks fit")
    func cut() throws {
        let text =
            String(repeating: "hay stack ", count: 100) + "the needle "
            + String(repeating: "more straw ", count: 100)
        let snippet = try #require(Snippet(of: text, terms: ["needle"]))
        #expect(snippet.text.hasPrefix("…") && snippet.text.hasSuffix("…"))
        #expect(snippet.text.count <= Limits.snippetCharacters + 2)
        let mark = try #require(snippet.marks.first)
        #expect(snippet.marks.count == 1)
        #expect(String(decoding: Array(snippet.text.utf16)[mark], as: UTF16.self) == "needle")
    }

    @Test("Marks count as scripts do, and breaks become spaces one by one")
    func units() throws {
        let snippet = try #require(Snippet(of: "🔑🔑\r\nkey here", terms: ["key"]))
        #expect(snippet.text == "🔑🔑  key here")
        #expect(snippet.marks == [6..<9])
    }

    @Test("A word longer than the snippet is cut, and signs before a word are no matter")
    func extremes() throws {
        let word = String(repeating: "x", count: 500)
        let long = try #require(Snippet(of: word, terms: ["xx"]))
        #expect(long.text == word.prefix(Limits.snippetCharacters) + "…")
        #expect(long.marks == [0..<Limits.snippetCharacters])
        let far = try #require(
            Snippet(of: String(repeating: "-", count: 500) + "word", terms: ["w"]))
        #expect(far.text == "…word")
        #expect(far.marks == [1..<5])
        #expect(Snippet(of: "nothing of it", terms: ["word"]) == nil)
    }
}

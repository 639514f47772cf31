import BeckonModel
import BeckonStore
import StoreTesting
import Testing

@testable import BeckonSQLite

@Suite struct CustomerWordsTests {
    @Test("Customers of a database from before their words were kept are found, too")
    func migration() async throws {
        try await TemporaryDirectory.with { path in
            let customer = Workload.customers[0]
            var store = try await SQLiteStore.open(DataDirectory(path: path))
            var workload = Workload(seed: 71)
            try await store.insert(
                Customer(
                    id: customer.id, name: "Mia Müller", email: "mia@shop.example",
                    createdAt: workload.now))
            _ = await store.appended(workload.open(by: customer))
            await store.close()
            try Connection(path: path + "/beckon.sqlite").execute(
                """
                DROP TABLE customer_word;
                DELETE FROM grdb_migrations WHERE identifier = 'customers'' words';
                """)

            store = try await SQLiteStore.open(DataDirectory(path: path))
            for words in ["muller", "mia@shop.example"] {
                var query = TicketQuery()
                query.search = words
                let found = try await store.tickets(query).hits
                #expect(found.map(\.place) == [.customer], "\(words)")
            }
            await store.close()
        }
    }
}

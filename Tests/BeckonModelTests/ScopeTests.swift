import BeckonModel
import Testing

@Suite struct ScopeTests {
    private static let dana = StaffID(unchecked: "dana")
    private static let sam = StaffID(unchecked: "sam")
    private static let shop = DocumentID(unchecked: "shop")
    private static let returns = DocumentID(unchecked: "returns")
    private static let repairs = DocumentID(unchecked: "repairs")

    private static func settings(
        inboxes: [String] = [], tickets: Access.Tickets = .all, members: [String] = []
    ) -> Settings {
        func texts(_ texts: [String]) -> JSONValue { .array(texts.map(JSONValue.string)) }
        let access = JSONObject([
            .init(name: "inboxes", value: texts(inboxes)),
            .init(name: "tickets", value: .string(tickets.rawValue)),
        ])
        let team = JSONObject([
            .init(name: "name", value: .string("Returns")),
            .init(name: "members", value: texts(members)),
        ])
        return Settings([
            .init(
                key: DocumentKey(Access.kind, DocumentID(unchecked: "dana")), revision: 1,
                isArchived: false, stored: access),
            .init(
                key: DocumentKey(Team.kind, returns), revision: 2, isArchived: false, stored: team),
        ])
    }

    private static func place(_ inbox: DocumentID = .main, _ team: DocumentID? = nil) -> Place {
        Place(inbox: inbox, team: team)
    }

    @Test("Who has no access document knows of everything")
    func everybody() {
        let settings = Self.settings(inboxes: ["shop"])
        #expect(settings.scope(of: Self.sam).isEverything)
        #expect(!settings.scope(of: Self.dana).isEverything)
        #expect(Settings().scope(of: Self.dana).isEverything)
    }

    @Test("An agent of one inbox knows of none of another, also not of what they have there")
    func inboxes() {
        let scope = Self.settings(inboxes: ["shop"]).scope(of: Self.dana)
        #expect(scope.holds(Self.place(Self.shop), assignee: nil))
        #expect(!scope.holds(Self.place(), assignee: nil))
        #expect(!scope.holds(Self.place(), assignee: Self.dana))
    }

    @Test("Of teams: one's own, none, and what one has")
    func teams() {
        let scope = Self.settings(tickets: .team, members: ["dana"]).scope(of: Self.dana)
        #expect(scope.holds(Self.place(.main, Self.returns), assignee: nil))
        #expect(scope.holds(Self.place(), assignee: Self.sam))
        #expect(!scope.holds(Self.place(.main, Self.repairs), assignee: nil))
        #expect(scope.holds(Self.place(.main, Self.repairs), assignee: Self.dana))
        let other = Self.settings(tickets: .team, members: ["sam"]).scope(of: Self.dana)
        #expect(!other.holds(Self.place(.main, Self.returns), assignee: nil))
    }

    @Test("Only what one has oneself")
    func own() {
        let scope = Self.settings(tickets: .own).scope(of: Self.dana)
        #expect(scope.holds(Self.place(), assignee: Self.dana))
        #expect(!scope.holds(Self.place(), assignee: Self.sam))
        #expect(!scope.holds(Self.place(), assignee: nil))
    }

    @Test("A key with inboxes knows of those alone")
    func keys() throws {
        let key = KeyReference(
            id: KeyID(unchecked: "k"), name: "Orders", rights: [.readTickets],
            inboxes: [Self.shop])
        let scope = try #require(Settings().scope(of: Identity.api(key)))
        #expect(scope.holds(Self.place(Self.shop), assignee: nil))
        #expect(!scope.holds(Self.place(), assignee: nil))
    }

    @Test("Every right has a holder, and what a key can be given is what staff or customers have")
    func rights() {
        for right in Right.allCases {
            let holders = right.holders
            #expect(holders.customers || holders.staff != nil, "\(right)")
        }
        let key = KeyReference(
            id: KeyID(unchecked: "k"), name: "Orders", rights: Set(Right.allCases))
        for right in Right.allCases where !right.holders.keys {
            #expect(!Identity.api(key).has(right), "\(right)")
        }
        #expect(!Right.ofKeys.contains(.manageKeys))
        #expect(!Right.ofKeys.contains(.ownAccount))
    }
}

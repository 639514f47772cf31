import BeckonModel

/// What `decide` says to each action in all circumstances in which a ticket can be: found by asking it about a ticket made for each.
struct ActionTable {
    struct Row: Hashable {
        let facts: ActionFacts
        let actions: [Action]
    }

    static let customer = T.mia
    static let me = T.dana
    static let colleague = T.sam
    static let machine = Party(.api, id: "k_1", name: "Orders")
    /// Whom a transfer names: neither of the two.
    static let target = StaffReference(id: StaffID(unchecked: "kim"), name: "Kim")

    /// Status, chat and who has it, of every ticket that there can be.
    struct Standing: Hashable {
        let status: Status
        let chat: Chat
        let whose: ActionFacts.Whose

        static let all: [Standing] = Status.allCases.flatMap { status in
            Chat.allCases.flatMap { chat in
                ActionFacts.Whose.allCases.map {
                    Standing(status: status, chat: chat, whose: $0)
                }
            }
        }.filter(\.isPossible)

        /// `StandingTests` hold this against what commands make of a ticket.
        private var isPossible: Bool {
            switch (status, chat) {
            case (.open, .waiting): whose == .nobody
            case (.open, .live), (.open, .paused), (.pending, .live), (.pending, .paused):
                whose != .nobody
            case (.resolved, .ended), (.closed, .closed): true
            default: false
            }
        }
    }

    static let customers = customers(isReadOnly: false) + customers(isReadOnly: true)
    static let staff = staff(isReadOnly: false) + staff(isReadOnly: true)

    private static func customers(isReadOnly: Bool) -> [Row] {
        var rows: [Row] = []
        for status in Status.allCases {
            for chat in Chat.allCases {
                let standings = Standing.all.filter { $0.status == status && $0.chat == chat }
                guard !standings.isEmpty else { continue }
                for allowsLeaveMessage in [true, false] {
                    let facts = ActionFacts(
                        status: status, chat: chat, asker: .customer, isReadOnly: isReadOnly,
                        allowsLeaveMessage: allowsLeaveMessage)
                    rows.append(Row(facts: facts, actions: asked(facts, .nobody)))
                }
            }
        }
        return rows
    }

    /// Bots, rules and integrations.
    static let machines = [false, true].flatMap { isReadOnly in
        Standing.all.filter { $0.whose != .mine }.map { standing in
            let facts = ActionFacts(
                status: standing.status, chat: standing.chat,
                asker: .machine(isTaken: standing.whose != .nobody), isReadOnly: isReadOnly,
                allowsLeaveMessage: true)
            return Row(facts: facts, actions: asked(facts, standing.whose))
        }
    }

    private static func staff(isReadOnly: Bool) -> [Row] {
        var rows: [Row] = []
        for role in Role.allCases {
            for standing in Standing.all {
                for online in [true, false] {
                    let facts = ActionFacts(
                        status: standing.status, chat: standing.chat,
                        asker: .staff(role, has: standing.whose, online: online),
                        isReadOnly: isReadOnly, allowsLeaveMessage: true)
                    rows.append(Row(facts: facts, actions: asked(facts, standing.whose)))
                }
            }
        }
        return rows
    }

    /// The actions that `decide` accepts in these circumstances.
    static func asked(_ facts: ActionFacts, _ whose: ActionFacts.Whose) -> [Action] {
        let ticket = ticket(facts, whose)
        let actor =
            switch facts.asker {
            case .customer: Actor.customer(customer)
            case .staff(let role, _, let online): Actor.staff(me, role: role, online: online)
            case .machine: Actor.machine(machine)
            }
        return Action.allCases.filter { accepts($0, ticket, actor, facts) }
    }

    private static func accepts(
        _ action: Action, _ ticket: Ticket, _ actor: Actor, _ facts: ActionFacts
    ) -> Bool {
        if action == .askNew {
            guard case .customer(let customer) = actor else { return false }
            return (try? NewTicket(text: "Hello").decide(number: 2, customer: customer)) != nil
        }
        guard let command = command(action, facts.status) else { return false }
        let rules = InboxRules(allowsLeaveMessage: facts.allowsLeaveMessage)
        switch try? ticket.decide(command, by: actor, rules: rules) {
        case .followUp: return action == .followUp
        case .append(let bodies, _):
            switch action {
            case .followUp: return false
            case .leaveMessage: return bodies.contains(where: \.isLeftMessage)
            default: return true
            }
        case .unchanged, nil: return false
        }
    }

    /// A well-formed command for the action; `nil` where the same command is another action.
    private static func command(_ action: Action, _ status: Status) -> Command? {
        switch action {
        case .message, .followUp: .message(text: "Hello", clientID: nil)
        case .leaveMessage: .message(text: "Hello", clientID: nil, isOffline: true)
        case .askNew: nil
        case .note: .note(text: "Hello", clientID: nil)
        case .pick: .pick
        case .release: .release
        case .transfer: .transfer(to: target, isOnline: true)
        case .open: status == .resolved ? nil : .setStatus(.open)
        case .reopen: status == .resolved ? .setStatus(.open) : nil
        case .pending: .setStatus(.pending)
        case .resolve: .setStatus(.resolved)
        case .close: .setStatus(.closed)
        case .setPriority: .setPriority(.urgent)
        case .setSubject: .setSubject("Another")
        case .setTags: .setTags(add: [DocumentID(unchecked: "late")], remove: [])
        case .move: .move(Move(inbox: DocumentID(unchecked: "shop")))
        case .rate: .rate(score: 5, comment: nil)
        }
    }

    private static func ticket(_ facts: ActionFacts, _ whose: ActionFacts.Whose) -> Ticket {
        let now = Timestamp(milliseconds: 1_000_000)
        let assignee: StaffReference? =
            switch whose {
            case .mine: me
            case .colleague: colleague
            case .nobody: nil
            }
        return Ticket(
            id: TicketID(high: 0x0190_0000_0000_7000, low: 0x8000_0000_0000_0001), number: 1001,
            customer: customer, subject: "Hello", createdAt: now, follows: nil,
            status: facts.status, chat: facts.chat, priority: .normal, assignee: assignee, seq: 5,
            updatedAt: now, waitingSince: now, resolvedAt: now, followUp: nil, rating: nil,
            preview: nil, firstResponseAt: nil, readOnly: facts.isReadOnly ? .damaged : nil)
    }
}

private typealias T = TicketFixture

extension EntryBody {
    fileprivate var isLeftMessage: Bool {
        if case .message(let message) = self { message.isOffline } else { false }
    }
}

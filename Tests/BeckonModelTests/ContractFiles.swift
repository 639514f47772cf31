import BeckonModel

/// The files that say the model's rules to others: as JSON to read, and as modules for pages, which are to be small.
enum ContractFiles {
    static let all: [(path: String, text: String)] = [
        ("contract/actions.json", actions), ("contract/lists.json", lists),
        ("web/shared/customer-contract.js", customerModule),
        ("web/shared/staff-contract.js", staffModule),
    ]

    // MARK: JSON

    private static let actions = """
        {
          "about": "What may be done with a ticket. Made by asking the model; docs/api.md says how to use it.",
          "actions": [\(Action.allCases.map(\.rawValue).quoted)],
          "customer": [
        \(rows(ActionTable.customers))
          ],
          "staff": [
        \(rows(ActionTable.staff))
          ]
        }

        """

    private static func rows(_ rows: [ActionTable.Row]) -> String {
        rows.map { row in
            let facts = row.facts.named.map { "\"\($0.name)\": \($0.value)" }
            let actions = row.actions.map(\.rawValue).quoted
            return "    {\(facts.joined(separator: ", ")), \"actions\": [\(actions)]}"
        }.joined(separator: ",\n")
    }

    private static let lists = """
        {
          "about": "What each list of tickets holds and in which order. Made from the model; see docs/api.md.",
          "staff": {
        \(TicketList.allCases.map { "    \"\($0.rawValue)\": \($0.json)" }.joined(separator: ",\n"))
          },
          "customer": {
            "own": {"status": [], "chat": [], "mine": false, "order": \(TicketOrder.recent.json)}
          }
        }

        """

    // MARK: Modules

    private static let head = """
        // Made from the model: what may be done, and what lists hold. Never changed by hand; docs/api.md says how it is made.


        """

    private static let customerModule =
        head + """
            /** @type {import('./actions.js').ActionTable} */
            export const CUSTOMER_ACTIONS = \(Packed(ActionTable.customers).text);

            """

    private static let staffModule =
        head + """
            /** @type {import('./actions.js').ActionTable} */
            export const STAFF_ACTIONS = \(Packed(ActionTable.staff).text);

            /** @type {Record<string, import('./order.js').List>} */
            export const LISTS = {
            \(TicketList.allCases.map { "  \($0.rawValue): \($0.script)," }.joined(separator: "\n"))
            };

            """

    /// A table as pages look it up: one letter for each combination of the facts' values, which says which set of actions it is.
    private struct Packed {
        let text: String

        init(_ rows: [ActionTable.Row]) {
            var sets: [[Action]] = []
            var letters: [[String]: Character] = [:]
            let alphabet = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
            for row in rows {
                if !sets.contains(row.actions) { sets.append(row.actions) }
                let place = sets.firstIndex(of: row.actions) ?? 0
                letters[row.facts.named.map(\.value)] = alphabet[place]
            }
            let domains = rows.first?.facts.domains ?? []
            var keys: [[String]] = [[]]
            for domain in domains {
                keys = keys.flatMap { key in domain.values.map { key + [$0] } }
            }
            let letterRow = String(keys.map { letters[$0] ?? "." })
            let facts = domains.map { "['\($0.name)', [\($0.values.joined(separator: ", "))]]" }
            text = """
                {
                  facts: [
                \(facts.map { "    \($0)," }.joined(separator: "\n"))
                  ],
                  sets: [
                \(sets.map(Self.list).joined(separator: "\n"))
                  ],
                  rows:
                \(Self.lines(letterRow)),
                }
                """.replacing("\"", with: "'")
        }

        /// In lines of at most 120 characters.
        private static func list(_ actions: [Action]) -> String {
            var lines = ["    ["]
            for (index, action) in actions.enumerated() {
                let name = "'\(action.rawValue)'" + (index + 1 < actions.count ? "," : "],")
                if lines[lines.count - 1].count + name.count > 119 { lines.append("     ") }
                let isFirst = index == 0
                lines[lines.count - 1] += (isFirst ? "" : " ") + name
            }
            if actions.isEmpty { lines[0] += "]," }
            return lines.joined(separator: "\n")
        }

        private static func lines(_ row: String) -> String {
            let width = 100
            var lines: [String] = []
            var rest = Substring(row)
            while !rest.isEmpty {
                lines.append("    '\(rest.prefix(width))'")
                rest = rest.dropFirst(width)
            }
            return lines.joined(separator: " +\n")
        }
    }
}

extension ActionFacts {
    /// The facts by the names and values under which pages know them, as JSON.
    fileprivate var named: [(name: String, value: String)] {
        let standing = [
            ("read_only", "\(isReadOnly)"), ("status", "\"\(status.rawValue)\""),
            ("chat", "\"\(chat.rawValue)\""),
        ]
        switch asker {
        case .customer: return standing + [("leave_message", "\(allowsLeaveMessage)")]
        case .staff(let role, let whose, let online):
            return standing + [
                ("role", "\"\(role.rawValue)\""), ("whose", "\"\(whose.rawValue)\""),
                ("online", "\(online)"),
            ]
        // No page is a machine's.
        case .machine: return standing
        }
    }

    /// All values that each of them can have.
    fileprivate var domains: [(name: String, values: [String])] {
        let values: [String: [String]] = [
            "role": Role.allCases.map { "\"\($0.rawValue)\"" },
            "status": Status.allCases.map { "\"\($0.rawValue)\"" },
            "chat": Chat.allCases.map { "\"\($0.rawValue)\"" },
            "whose": Whose.allCases.map { "\"\($0.rawValue)\"" },
            "read_only": ["false", "true"], "online": ["true", "false"],
            "leave_message": ["true", "false"],
        ]
        return named.map { ($0.name, values[$0.name] ?? []) }
    }
}

extension TicketList {
    fileprivate var json: String {
        """
        {"status": [\(statuses.map(\.rawValue).quoted)], "chat": [\(chats.map(\.rawValue).quoted)], \
        "mine": \(isOwn), "order": \(order.json)}
        """
    }

    fileprivate var script: String {
        var text = json.replacing("\"", with: "'")
        for name in ["status", "chat", "mine", "order", "field", "direction", "ranks"] {
            text = text.replacing("'\(name)':", with: "\(name):")
        }
        return text.replacing(", order: [", with: ", order: [\n    ")
            .replacing("}, {field", with: "},\n    {field").replacing("}]}", with: "},\n  ]}")
    }
}

extension TicketOrder {
    fileprivate var json: String {
        let keys = keys.map { key in
            let ranks = Priority.allCases.sorted { $0.rank < $1.rank }.map(\.rawValue)
            let more = key.field == .priority ? ", \"ranks\": [\(ranks.quoted)]" : ""
            return """
                {"field": "\(key.field.rawValue)", "direction": "\(key.direction.rawValue)"\(more)}
                """
        }
        return "[\(keys.joined(separator: ", "))]"
    }
}

extension [String] {
    fileprivate var quoted: String { map { "\"\($0)\"" }.joined(separator: ", ") }
}

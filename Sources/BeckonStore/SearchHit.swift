package import BeckonModel
import Foundation

/// Why a search found a ticket, and what to show of it.
package struct SearchHit: Hashable, Sendable {
    /// What the words were found in.
    package enum Place: String, Sendable, CaseIterable {
        case number, customer, subject, message, note
    }

    package let ticket: TicketID
    package let place: Place
    /// The entry to go to; `nil` for a number and a customer.
    package let seq: Seq?
    package let snippet: Snippet?

    package init(ticket: TicketID, place: Place, seq: Seq? = nil, snippet: Snippet? = nil) {
        self.ticket = ticket
        self.place = place
        self.seq = seq
        self.snippet = snippet
    }
}

/// A piece of a text around the words that were looked for.
package struct Snippet: Hashable, Sendable {
    package let text: String
    /// Where those words stand in it, in UTF-16 code units, as scripts count.
    package let marks: [Range<Int>]

    private static let charactersBefore = 40
    private static let ellipsis = "…"

    /// `nil` when none of the words is in the text.
    package init?(of text: String, terms: [String]) {
        let words = SearchText.located(in: text)
        let matching = words.indices.filter { index in
            terms.contains { SearchText.isPrefix($0, of: words[index].word) }
        }
        guard let first = matching.first else { return nil }
        let start = Self.start(of: text, words[...first])
        let end = Self.end(of: text, words[first...], from: start)
        var marks: [Range<Int>] = []
        let lead = start > text.startIndex ? Self.ellipsis : ""
        for index in matching where words[index].range.lowerBound < end {
            let range = words[index].range.clamped(to: start..<end)
            let lower = lead.utf16.count + text.utf16.distance(from: start, to: range.lowerBound)
            let count = text.utf16.distance(from: range.lowerBound, to: range.upperBound)
            marks.append(lower..<lower + count)
        }
        let tail = end < text.endIndex ? Self.ellipsis : ""
        self.text = lead + Self.onOneLine(text[start..<end]) + tail
        self.marks = marks
    }

    /// The start of a word not long before the last of these, or of the text.
    private static func start(
        of text: String, _ words: ArraySlice<SearchText.LocatedWord>
    ) -> String.Index {
        guard var start = words.last?.range.lowerBound else { return text.startIndex }
        let earliest =
            text.index(start, offsetBy: -charactersBefore, limitedBy: text.startIndex)
            ?? text.startIndex
        if earliest == text.startIndex { return earliest }
        for word in words.reversed() where word.range.lowerBound >= earliest {
            start = word.range.lowerBound
        }
        return start
    }

    /// The end of the last whole word that the snippet has room for; a word that is too long is cut.
    private static func end(
        of text: String, _ words: ArraySlice<SearchText.LocatedWord>, from start: String.Index
    ) -> String.Index {
        let limit =
            text.index(start, offsetBy: Limits.snippetCharacters, limitedBy: text.endIndex)
            ?? text.endIndex
        if limit == text.endIndex { return limit }
        return words.last { $0.range.upperBound <= limit }?.range.upperBound ?? limit
    }

    /// One space for each break, so that the marks stay where they are.
    private static func onOneLine(_ text: Substring) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            scalars.append(scalar.properties.generalCategory.isBreak ? " " : scalar)
        }
        return String(scalars)
    }
}

extension Unicode.GeneralCategory {
    fileprivate var isBreak: Bool {
        self == .control || self == .lineSeparator || self == .paragraphSeparator
    }
}

/// Finds out why a ticket was found, once for all backends.
package struct HitFinder {
    private let terms: SearchTerms
    /// Whether what only staff may see is looked at: notes, and who the customer is.
    private let forStaff: Bool

    package init(_ terms: SearchTerms, forStaff: Bool) {
        self.terms = terms
        self.forStaff = forStaff
    }

    /// `newest` goes through the lines that may hold all of some words, newest first, until it is told that one was it.
    ///
    /// Best is a place that has all the words; then the first word that is found anywhere.
    package func hit(
        in ticket: Ticket, customer: Customer?,
        newest: (_ words: [String], _ isIt: (LogLine) -> Bool) throws -> Void
    ) rethrows -> SearchHit? {
        if let number = terms.number, number == ticket.number {
            return SearchHit(ticket: ticket.id, place: .number)
        }
        let words = terms.words
        let customer = forStaff ? customer?.searchedText : nil
        if let customer, holds(customer, words) {
            return SearchHit(
                ticket: ticket.id, place: .customer, snippet: Snippet(of: customer, terms: words))
        }
        if holds(ticket.subject, words) { return inSubject(ticket) }
        if let hit = try entry(words, in: ticket, newest) { return hit }
        if words.count > 1 {
            for word in words {
                if let hit = try entry([word], in: ticket, newest) { return hit }
            }
        }
        if let customer, let snippet = Snippet(of: customer, terms: words) {
            return SearchHit(ticket: ticket.id, place: .customer, snippet: snippet)
        }
        return inSubject(ticket)
    }

    private func inSubject(_ ticket: Ticket) -> SearchHit? {
        Snippet(of: ticket.subject, terms: terms.words).map {
            SearchHit(ticket: ticket.id, place: .subject, seq: 1, snippet: $0)
        }
    }

    private func entry(
        _ words: [String], in ticket: Ticket,
        _ newest: (_ words: [String], _ isIt: (LogLine) -> Bool) throws -> Void
    ) rethrows -> SearchHit? {
        var hit: SearchHit?
        try newest(words) { line in
            guard forStaff || !line.isInternal, let entry = try? line.decoded(),
                let place = entry.body.place, let text = entry.body.searchedText,
                holds(text, words)
            else { return false }
            hit = SearchHit(
                ticket: ticket.id, place: place, seq: line.seq,
                snippet: Snippet(of: text, terms: terms.words))
            return true
        }
        return hit
    }

    private func holds(_ text: String, _ words: [String]) -> Bool {
        let found = SearchText.words(in: text)
        return words.allSatisfy { word in found.contains { SearchText.isPrefix(word, of: $0) } }
    }
}

extension EntryBody {
    fileprivate var place: SearchHit.Place? {
        switch self {
        case .message: .message
        case .note: .note
        default: nil
        }
    }
}

extension Customer {
    /// What staff find them by, as they are now.
    package var searchedText: String {
        [name, email ?? ""].filter { !$0.isEmpty }.joined(separator: " · ")
    }
}

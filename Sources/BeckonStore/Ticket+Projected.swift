package import BeckonModel
package import BeckonWire

extension Ticket {
    /// The ticket as projections hold it: without `unanswered` and `followUpNumber`, which only who has the whole log knows.
    package var projected: Ticket {
        Ticket(
            id: id, number: number, customer: customer, subject: subject, createdAt: createdAt,
            follows: follows, status: status, chat: chat, priority: priority, assignee: assignee,
            seq: seq, updatedAt: updatedAt, waitingSince: waitingSince, resolvedAt: resolvedAt,
            followUp: followUp, rating: rating, preview: preview, firstResponseAt: firstResponseAt,
            unansweredSince: unansweredSince, readOnly: readOnly, place: place, tags: tags,
            channel: channel)
    }
}

extension EntryBody {
    /// What search finds this entry by.
    package var searchedText: String? {
        switch self {
        case .created(let created): created.subject
        case .subject(let subject, _, _): subject
        case .message(let message): message.text
        case .note(let note): note.text
        default: nil
        }
    }
}

extension Marks {
    /// Marks only rise.
    package mutating func merge(_ other: Marks) {
        user.merge(other.user)
        staff.merge(other.staff)
    }
}

extension Marks.SideMarks {
    fileprivate mutating func merge(_ other: Self) {
        delivered = max(delivered, other.delivered)
        seen = max(seen, other.seen)
    }
}

extension TicketCounts {
    /// Adds `count` tickets that are in this state.
    package mutating func add(status: Status, chat: Chat, isMine: Bool, count: Int = 1) {
        for list in TicketList.allCases
        where list.holds(status: status, chat: chat, isMine: isMine) {
            self[list] += count
        }
    }
}

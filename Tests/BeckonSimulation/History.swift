import BeckonModel
import BeckonWire

/// Everything that pages sent and were told, and what was done to them, in its order.
package final class History {
    enum Event {
        case sent(ClientID, TicketID?, text: String)
        case command(String, TicketID?)
        case acked(ClientID, TicketID, Seq)
        case refused(code: String, ClientID?, TicketID?)
        case received(TicketID, Seq, bytes: [UInt8])
        case synced(TicketID, Seq)
        case resync(TicketID, Seq, reason: String)
        case picked(TicketID, code: String?)
        case waiting(TicketID)
        case presence(String, isOnline: Bool)
        case connected(to: String)
        case lost(code: Int)
        case fault(String)
    }

    struct Record {
        let milliseconds: Int
        let who: String
        let event: Event
    }

    private(set) var records: [Record] = []
    private var names: [TicketID: String] = [:]
    var milliseconds = 0

    func note(_ who: String, _ event: Event) {
        records.append(Record(milliseconds: milliseconds, who: who, event: event))
    }

    /// A ticket's name in this history: t1, t2, … in the order of their appearance.
    private func name(_ ticket: TicketID?) -> String {
        guard let ticket else { return "-" }
        if let name = names[ticket] { return name }
        names[ticket] = "t\(names.count + 1)"
        return "t\(names.count)"
    }

    package var lines: [String] {
        records.map { "\($0.milliseconds) ms  \($0.who)  \(describe($0.event))" }
    }

    func name(of ticket: TicketID) -> String { name(ticket) }

    private func describe(_ event: Event) -> String {
        switch event {
        case .sent(let id, let ticket, let text): "sends \(id) to \(name(ticket)): \(text)"
        case .command(let what, let ticket): "\(what) \(name(ticket))"
        case .acked(let id, let ticket, let seq): "is acked \(id): \(name(ticket)) #\(seq)"
        case .refused(let code, let id, let ticket):
            "is refused \(code): \(id?.rawValue ?? "-") \(name(ticket))"
        case .received(let ticket, let seq, let bytes):
            "gets \(name(ticket)) #\(seq) \(Self.brief(bytes))"
        case .synced(let ticket, let seq): "is synced \(name(ticket)) #\(seq)"
        case .resync(let ticket, let seq, let reason):
            "must resync \(name(ticket)) #\(seq): \(reason)"
        case .picked(let ticket, let code): "picked \(name(ticket)): \(code ?? "success")"
        case .waiting(let ticket): "hears that \(name(ticket)) waits"
        case .presence(let staff, let isOnline):
            "hears that \(staff) is \(isOnline ? "online" : "offline")"
        case .connected(let node): "connects to \(node)"
        case .lost(let code): "loses its connection: \(code)"
        case .fault(let what): "FAULT \(what)"
        }
    }

    /// The type and what tells one entry from another.
    private static func brief(_ bytes: [UInt8]) -> String {
        guard let entry = try? EntryCodec.decode(bytes) else { return "not an entry" }
        switch entry.body {
        case .created(let created): return "created \(created.clientID?.rawValue ?? "-")"
        case .message(let message): return "message \(message.clientID?.rawValue ?? "-")"
        case .note(let note): return "note \(note.clientID?.rawValue ?? "-")"
        case .system(let line): return "system \(line.code.rawValue)"
        case .assigned(let staff, _, _): return "assigned \(staff.id)"
        case .unassigned(let staff, _): return "unassigned \(staff)"
        case .staffOffline(let staff): return "staff_offline \(staff.id)"
        case .status(let change): return "status \(change.status.rawValue)"
        default: return ""
        }
    }

    /// FNV-1a over all lines: two runs with the same digest were the same run.
    package var digest: UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for line in lines {
            for byte in line.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        }
        return hash
    }
}

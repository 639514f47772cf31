import BeckonModel
import Foundation
import GRDB

/// A bound parameter; nothing else ever carries data into SQL.
enum SQLValue: Hashable, Sendable {
    case null
    case integer(Int64)
    case text(String)
    case blob([UInt8])

    static func integer(_ value: Int) -> SQLValue { .integer(Int64(value)) }
    static func id(_ ticket: TicketID) -> SQLValue { .blob(ticket.bytes) }
    static func time(_ time: Timestamp) -> SQLValue { .integer(time.milliseconds) }
    static func time(_ time: Timestamp?) -> SQLValue { time.map(SQLValue.time) ?? .null }
    static func text(_ text: String?) -> SQLValue { text.map(SQLValue.text) ?? .null }
    static func integer(_ value: Int?) -> SQLValue { value.map { .integer($0) } ?? .null }

    var databaseValue: DatabaseValue {
        switch self {
        case .null: .null
        case .integer(let value): value.databaseValue
        case .text(let text): text.databaseValue
        case .blob(let bytes): Data(bytes).databaseValue
        }
    }
}

extension TicketID {
    /// 16 bytes, so that they sort by time of creation.
    var bytes: [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 16) { buffer, count in
            for index in 0..<8 {
                let shift = UInt64(56 - index * 8)
                buffer[index] = UInt8(truncatingIfNeeded: high >> shift)
                buffer[index + 8] = UInt8(truncatingIfNeeded: low >> shift)
            }
            count = 16
        }
    }

    init?(bytes: [UInt8]) {
        guard bytes.count == 16 else { return nil }
        let high = bytes[0..<8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let low = bytes[8..<16].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        self.init(high: high, low: low)
    }
}

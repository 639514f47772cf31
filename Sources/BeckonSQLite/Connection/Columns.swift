import BeckonModel
import BeckonStore
import Foundation
import GRDB

/// A row of a result, from the writer's statements or from GRDB's.
protocol Columns {
    func integer(_ index: Int) -> Int64?
    func text(_ index: Int) -> String?
    func bytes(_ index: Int) -> [UInt8]?
}

extension Columns {
    func requiredInteger(_ index: Int) throws(StoreError) -> Int {
        guard let value = integer(index) else { throw .corrupt }
        return Int(value)
    }

    func requiredText(_ index: Int) throws(StoreError) -> String {
        guard let text = text(index) else { throw .corrupt }
        return text
    }

    func requiredTime(_ index: Int) throws(StoreError) -> Timestamp {
        Timestamp(milliseconds: Int64(try requiredInteger(index)))
    }

    func time(_ index: Int) -> Timestamp? {
        integer(index).map(Timestamp.init(milliseconds:))
    }

    func requiredTicket(_ index: Int) throws(StoreError) -> TicketID {
        guard let ticket = ticket(index) else { throw .corrupt }
        return ticket
    }

    func ticket(_ index: Int) -> TicketID? { bytes(index).flatMap(TicketID.init(bytes:)) }

    /// `seq, at, internal, body` from `index` on.
    func line(_ index: Int) throws(StoreError) -> LogLine {
        guard let body = bytes(index + 3) else { throw .corrupt }
        return LogLine(
            seq: try requiredInteger(index), at: try requiredTime(index + 1),
            isInternal: try requiredInteger(index + 2) != 0, bytes: body)
    }
}

extension Row: Columns {
    func integer(_ index: Int) -> Int64? { self[index] }
    func text(_ index: Int) -> String? { self[index] }
    func bytes(_ index: Int) -> [UInt8]? {
        let data: Data? = self[index]
        return data.map { [UInt8]($0) }
    }
}

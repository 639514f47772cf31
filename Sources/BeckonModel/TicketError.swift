/// Why a command was refused; it changed nothing. `BeckonWire` maps each to its stable code, status and words.
package enum TicketError: Error, Hashable, Sendable {
    case invalid(field: String, problem: FieldProblem)
    case notFound
    case forbidden
    case chatPaused
    case leaveMessageOff
    case notAssigned
    case mustRepick
    case alreadyPicked(by: StaffReference)
    case staffOffline
    case invalidTransition(from: Status)
    case ticketClosed
    case readOnly(Ticket.ReadOnly)
    case newerMessages(count: Int)
    case clientIDReused
    case ticketFull
}

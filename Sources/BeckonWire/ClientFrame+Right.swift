package import BeckonModel

extension ClientFrame {
    /// What its sender must have the right to; `nil`: anybody may send it.
    package var right: Right? {
        switch self {
        case .auth, .ping: nil
        case .createTicket: .openTickets
        case .command: .writeTickets
        case .transfer: .assignTickets
        case .presence, .watch: .work
        case .leave, .sync, .typing, .mark: .readTickets
        }
    }
}

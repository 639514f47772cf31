import BeckonModel

extension IncomingFrame {
    /// What metrics call it: its type or, where it is no frame, the code of what is wrong. Never a client's own words.
    package var typeName: String {
        switch frame {
        case .success(let frame): frame.typeName
        case .failure(let failure): failure.code
        }
    }
}

extension ClientFrame {
    fileprivate var typeName: String {
        switch self {
        case .auth: "auth"
        case .ping: "ping"
        case .createTicket: "create_ticket"
        case .command(_, let command): command.kind
        case .transfer: "transfer"
        case .presence: "status"
        case .watch: "watch"
        case .leave: "leave"
        case .sync: "sync"
        case .typing: "typing"
        case .mark(_, let mark, _): mark.rawValue
        }
    }
}

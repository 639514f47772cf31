import BeckonWire

extension IncomingFrame {
    /// Whether it may store something, or is no frame at all: such count in full.
    var isWriting: Bool {
        switch frame {
        case .failure, .success(.command), .success(.createTicket), .success(.transfer),
            .success(.presence):
            true
        case .success(.auth), .success(.ping), .success(.watch), .success(.leave),
            .success(.sync), .success(.typing), .success(.mark):
            false
        }
    }
}

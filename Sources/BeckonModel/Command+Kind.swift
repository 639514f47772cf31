extension Command {
    /// What metrics and traces call it.
    package var kind: String {
        switch self {
        case .message: "message"
        case .note: "note"
        case .pick: "pick_ticket"
        case .release: "release"
        case .transfer: "transfer"
        case .setStatus: "set_status"
        case .setPriority: "set_priority"
        case .setSubject: "set_subject"
        case .setTags: "set_tags"
        case .move: "move"
        case .rate: "rate"
        case .staffWentOffline: "staff_went_offline"
        case .closeResolved: "close_resolved"
        case .linkFollowUp: "link_follow_up"
        case .moveCustomer: "move_customer"
        }
    }
}

/// The one place that says what may be done with a ticket.
extension ActionFacts {
    package func permission(for action: Action) -> Permission {
        // A new ticket rests on nothing of this one.
        if isReadOnly, action != .askNew { return .refused(.readOnly) }
        return switch asker {
        case .customer: ofCustomer(action)
        case .staff(let role, let whose, let online): ofStaff(action, role, whose, online: online)
        case .machine(let isTaken): ofMachine(action, isTaken: isTaken)
        }
    }

    // MARK: Customers

    private func ofCustomer(_ action: Action) -> Permission {
        switch action {
        case .message:
            switch chat {
            case .waiting, .live, .ended: .granted
            case .paused: .refused(.chatPaused)
            case .closed: .refused(.ticketClosed)
            }
        case .leaveMessage:
            if chat != .paused {
                .refused(.invalidTransition)
            } else {
                allowsLeaveMessage ? .granted : .refused(.leaveMessageOff)
            }
        case .followUp: chat == .closed ? .granted : .refused(.invalidTransition)
        case .askNew: .granted
        case .reopen: status == .resolved ? .granted : .refused(.invalidTransition)
        case .close: status == .closed ? .already : .granted
        case .rate:
            status == .resolved || status == .closed ? .granted : .refused(.invalidTransition)
        case .open: ofCustomer(to: .open)
        case .pending: ofCustomer(to: .pending)
        case .resolve: ofCustomer(to: .resolved)
        case .note, .pick, .release, .transfer, .setPriority, .setSubject, .setTags, .move:
            .refused(.forbidden)
        }
    }

    /// A status that only staff set.
    private func ofCustomer(to target: Status) -> Permission {
        if status == target { return .already }
        return .refused(status == .closed ? .ticketClosed : .invalidTransition)
    }

    // MARK: Staff

    private func ofStaff(
        _ action: Action, _ role: Role, _ whose: Whose, online: Bool
    ) -> Permission {
        switch action {
        case .message: having(whose)
        case .note: .granted
        case .pick: picking(whose, online: online)
        case .release: releasing(role, whose)
        case .transfer: role < .supervisor ? having(whose) : unlessOver
        case .reopen: status == .resolved ? .granted : .refused(.invalidTransition)
        case .open: setting(.open, role, whose)
        case .pending:
            // Pending says that an agent waits for the customer; without an agent it would wait for ever.
            status != .pending && chat == .waiting
                ? .refused(.notAssigned) : setting(.pending, role, whose)
        case .resolve: setting(.resolved, role, whose)
        case .close:
            // Nobody needs to have what is over or what nobody has, to close it.
            status == .resolved || status != .closed && chat == .waiting && online
                ? .granted : setting(.closed, role, whose)
        case .setPriority, .setSubject, .setTags, .move:
            status == .closed ? .refused(.ticketClosed) : .granted
        case .leaveMessage, .followUp, .askNew, .rate: .refused(.forbidden)
        }
    }

    // MARK: Machines

    /// They work as a supervisor who is not there, but never speak to a customer whom an agent has (promise G16), and have no tickets themselves.
    private func ofMachine(_ action: Action, isTaken: Bool) -> Permission {
        switch action {
        case .message: isTaken && chat != .closed ? .refused(.notAssigned) : unlessOver
        case .pick: .refused(.forbidden)
        case .note, .release, .transfer, .open, .reopen, .pending, .resolve, .close, .setPriority,
            .setSubject, .setTags, .move, .leaveMessage, .followUp, .askNew, .rate:
            ofStaff(action, .supervisor, isTaken ? .colleague : .nobody, online: false)
        }
    }

    /// The chat is live and the asker's.
    private func having(_ whose: Whose) -> Permission {
        switch chat {
        case .waiting: .refused(.notAssigned)
        case .live: whose == .mine ? .granted : .refused(.notAssigned)
        case .paused: .refused(whose == .mine ? .mustRepick : .notAssigned)
        case .ended, .closed: unlessOver
        }
    }

    private var unlessOver: Permission {
        switch chat {
        case .waiting, .live, .paused: .granted
        case .ended: .refused(.invalidTransition)
        case .closed: .refused(.ticketClosed)
        }
    }

    private func picking(_ whose: Whose, online: Bool) -> Permission {
        guard online else { return .refused(.staffOffline) }
        if chat == .live { return whose == .colleague ? .refused(.alreadyPicked) : .already }
        return unlessOver
    }

    private func releasing(_ role: Role, _ whose: Whose) -> Permission {
        switch chat {
        case .waiting: .already
        case .live, .paused:
            whose == .mine || role >= .supervisor && whose == .colleague
                ? .granted : .refused(.notAssigned)
        case .ended, .closed: unlessOver
        }
    }

    /// A change between open, pending, resolved and closed by who has the ticket, or a supervisor.
    private func setting(_ target: Status, _ role: Role, _ whose: Whose) -> Permission {
        if status == target { return .already }
        return switch status {
        case .closed: .refused(.ticketClosed)
        case .resolved: .refused(.invalidTransition)
        case .open, .pending: role < .supervisor ? having(whose) : .granted
        }
    }
}

package import BeckonModel

/// What makes a creation one, however often it is sent: its author and their `client_id`.
package struct Creation: Hashable, Sendable {
    package let customer: UserID
    package let clientID: ClientID

    package init(customer: UserID, clientID: ClientID) {
        self.customer = customer
        self.clientID = clientID
    }

    /// `nil` for anything but a `created` with a `client_id`.
    package init?(_ entry: Entry) {
        guard case .created(let created) = entry.body, let clientID = created.clientID else {
            return nil
        }
        self.init(customer: created.customer.id, clientID: clientID)
    }
}

/// Mistakes that are planted around the product, never in it, to see that the checker finds them.
package enum PlantedMistake: String, CaseIterable, Sendable {
    /// What a ticket is folded from does not say which `client_id` its messages have: repeated after a restart they stand twice.
    case skippedDedup
    /// The store answers when it gets the entries, not when they are on the disk.
    case ackBeforeCommit
    /// What a resume reads begins one line too late.
    case entryLostOnResume
    /// One publication of seven reaches nobody.
    case publicationLost
    /// The entries that say that an agent went offline reach nobody.
    case absenceUntold
    /// Of what other nodes appended, the first line of several is not read.
    case entryNotFollowed
    /// Nodes are not told which agents are at other nodes.
    case presenceUnshared
    /// A follower that begins anew goes on with what comes next, not where its cursor stood.
    case cursorLost
    /// What a follower does has another `client_id` each time that it gets the entry.
    case actNotNamed
    /// The store does not tell which tickets are due.
    case deadlineMissed
}

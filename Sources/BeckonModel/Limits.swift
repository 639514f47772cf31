/// Every limit that nobody configures, in one place. docs/limits.md says what happens at each, and of those that stand with their
/// settings where; a test holds its numbers against these.
package enum Limits {
    /// Bytes of a person's or client's identifier.
    package static let identifierBytes = 64
    /// Bytes of what another system calls a message.
    package static let externalIDBytes = 500
    /// Files that one message names, and characters of a file's name.
    package static let messageAttachments = 10
    package static let fileNameCharacters = 255
    /// Tags of one ticket.
    package static let ticketTags = 20
    /// Characters of a message or a note.
    package static let textCharacters = 8_000
    /// Characters of a subject.
    package static let subjectCharacters = 200
    /// Characters of a subject that is made from a text's first line.
    package static let derivedSubjectCharacters = 80
    /// Characters of a person's name.
    package static let nameCharacters = 80
    /// Characters of a rating's comment.
    package static let commentCharacters = 1_000
    /// Characters of the preview that lists show.
    package static let previewCharacters = 140
    /// Messages and notes are refused beyond this many entries; changes of state stay possible up to `ticketEntries + ticketReserve`.
    package static let ticketEntries = 20_000
    package static let ticketReserve = 1_000
    /// Bytes of one socket message or one request body.
    package static let frameBytes = 64 * 1024
    /// Frames of one message; empty ones cost the sender nothing, so bytes alone are no bound.
    package static let messageFragments = 1_024
    /// Entries that one `sync` answers, and their bytes; who is further behind is told to read over HTTP.
    package static let syncEntries = 1_000
    package static let syncBytes = 16 * 1024 * 1024
    /// Of which so many go out at once: the next are read when the socket took these.
    package static let pieceEntries = 64
    package static let pieceBytes = 256 * 1024
    /// Answers to `sync` of one person that wait for their turn.
    package static let syncsWaiting = 64
    /// New entries of a ticket, and their bytes, that wait while a `sync` of it is being answered; with more its asker is told to read over HTTP.
    package static let heldEntries = 1_000
    package static let heldBytes = 512 * 1024
    /// Rows of one page of a list, and entries of one page of a log.
    package static let listRows = 100
    package static let entryRows = 500
    /// Bytes of such a page of entries; one entry is always on it.
    package static let pageBytes = 1024 * 1024
    /// What one person sends over all their connections, a second and at once: frames that write (others count a fifth), and bytes.
    package static let personFrames = (20, 100)
    package static let personBytesPerSecond = 256 * 1024
    package static let personBytesAtOnce = 1024 * 1024
    /// The same for all customers of one address.
    package static let addressFrames = (60, 300)
    package static let addressBytesPerSecond = 1024 * 1024
    package static let addressBytesAtOnce = 4 * 1024 * 1024
    /// Reads of one person, of all customers of one address; each 64 KiB of entries count as one more.
    package static let personReads = (50, 300)
    package static let addressReads = (100, 600)
    /// Bytes that wait for readers who do not take them, of one person and of one address.
    package static let personOwedBytes = 16 * 1024 * 1024
    package static let addressOwedBytes = 64 * 1024 * 1024
    /// The same of everybody together; from half of it on what is read at once is so small.
    package static let owedBytes = 256 * 1024 * 1024
    package static let tightReadBytes = 64 * 1024
    /// `new_ticket` frames on going online, longest waiting first.
    package static let newTicketFrames = 200
    /// Of each word of a search only so many entries (or customers) are looked at, the newest; of the tickets on one page so many lines, to
    /// show where it was found.
    package static let searchedHits = 20_000
    package static let searchedLines = 5_000
    /// Characters of a text that are shown around a word that was found.
    package static let snippetCharacters = 160
    /// First number of a ticket.
    package static let firstTicketNumber = 1001
    /// Nesting of JSON.
    package static let jsonDepth = 16
    /// Frames of one socket that wait until it is known whose they are.
    package static let earlyFrames = 32
    /// Tickets shown to desks in one round, four times a second.
    package static let ticketsPerRound = 500
    /// Tickets in memory.
    package static let activeTickets = 100_000
    /// Reads that commands start beside their own way.
    package static let startedReads = 20_000
    /// Lines of other nodes that are taken in at once.
    package static let followedLines = 500
    /// Seconds for which a chat may be live with another node's agent of whom nothing is known here.
    package static let abandonedRounds = 6
    /// Of a request's head.
    package static let headerFieldBytes = 16 * 1024
    package static let headerListBytes = 32 * 1024
    package static let headerFields = 100
    /// Token buckets of requests, before those that nobody touched are forgotten.
    package static let rateBuckets = 25_000
    /// Turns at a limit that were promised to those who were refused.
    package static let promisedTurns = 25_000
    /// Accounts with an address from which their owners signed in, before the oldest are forgotten.
    package static let knownAddresses = 10_000
    /// Sessions whose people are known without asking the store.
    package static let cachedIdentities = 10_000
    /// People of whom is known when a right of theirs ended last; before that, everybody who signs in just then is looked up once more.
    package static let endedPeople = 10_000
    /// Keys of integrations that are in force.
    package static let apiKeys = 200
    /// Browsers in which an agent signed in before that are remembered.
    package static let devicesPerAgent = 20
    /// Passwords that are hashed at once, each on a thread with 19 MiB, and that wait for it.
    package static let hashesAtOnce = 2
    package static let hashesWaiting = 64
    /// Origins that an inbox names.
    package static let inboxOrigins = 50
    /// Characters of an inbox's greeting, and of a tag.
    package static let greetingCharacters = 300
    package static let tagCharacters = 40
    /// Agents of a team.
    package static let teamMembers = 500
    /// Characters of an address that requests are sent to, and inboxes that a webhook names.
    package static let addressCharacters = 2_000
    package static let webhookInboxes = 100
    /// Messages that wait for one receiver; what comes then is given up at once, and can be sent again by hand.
    package static let outboxWaiting = 50_000
    /// Messages that are on their way at once, and of these to one receiver.
    package static let outboxSending = 64
    package static let outboxSendingToOne = 4
    /// For so long what was delivered, and what was given up, can be looked at and sent again.
    package static let outboxDeliveredDays = 7
    package static let outboxDeadDays = 14
    /// Rows on one page of deliveries.
    package static let deliveryRows = 100
    /// Of a receiver's answer so much is read, and so much kept.
    package static let answerReadBytes = 64 * 1024
    package static let answerKeptBytes = 1024
    /// Seconds in which a receiver has answered, and hours for which a former secret still signs.
    package static let answerSeconds = 15
    package static let formerSecretHours = 24
    /// Documents of one kind, archived ones too; one's own preferences are bounded by the agents.
    package static let documentsPerKind = 1_000
    /// Changes of documents on one page of their history.
    package static let changeRows = 100
    /// Facts on one page of the history for reports.
    package static let historyRows = 1_000
}

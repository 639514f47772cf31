/// What comes with few messages; shared by reference, so that the others do not pay for it.
package final class MessageDetails: Hashable, Sendable {
    /// What another system calls the message; unique in the store.
    package let externalID: ExternalID?
    package let attachments: [Attachment]

    /// `nil` when there is nothing to say.
    package init?(externalID: ExternalID?, attachments: [Attachment] = []) {
        if externalID == nil, attachments.isEmpty { return nil }
        self.externalID = externalID
        self.attachments = attachments
    }

    package static func == (left: MessageDetails, right: MessageDetails) -> Bool {
        left.externalID == right.externalID && left.attachments == right.attachments
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(externalID)
        hasher.combine(attachments)
    }
}

/// A file that a message names; the file itself is elsewhere.
package struct Attachment: Hashable, Sendable {
    /// Of the file, unguessable.
    package let id: DocumentID
    package let name: String
    /// A media type (RFC 6838), such as `image/png`.
    package let type: String
    /// Of the whole file.
    package let bytes: Int

    package init(id: DocumentID, name: String, type: String, bytes: Int) {
        self.id = id
        self.name = name
        self.type = type
        self.bytes = bytes
    }

    /// Whether it has the form of one.
    package var isSound: Bool {
        let parts = type.split(separator: "/", omittingEmptySubsequences: false)
        return (1...Limits.fileNameCharacters).contains(name.count) && bytes >= 0
            && type.utf8.count <= 127 && parts.count == 2 && parts.allSatisfy(Self.isToken)
    }

    private static func isToken(_ text: Substring) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "!#$&-^_.+".utf8.contains(byte)
                }
            }
    }
}

extension MessageDetails {
    func check() throws(TicketError) {
        guard attachments.count <= Limits.messageAttachments else {
            throw .invalid(
                field: "attachments", problem: .tooLong(max: Limits.messageAttachments))
        }
        for (index, attachment) in attachments.enumerated() where !attachment.isSound {
            throw .invalid(field: "attachments[\(index)]", problem: .notAllowed)
        }
    }
}

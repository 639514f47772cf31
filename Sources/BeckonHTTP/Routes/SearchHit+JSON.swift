import BeckonStore
import BeckonWire

extension SearchHit {
    func write(into json: inout JSONWriter) {
        json.field("ticket_id", ticket)
        json.field("matched", place.rawValue)
        if let seq { json.field("seq", seq) }
        if let snippet {
            json.object("snippet") { json in
                json.field("text", snippet.text)
                json.array("marks", snippet.marks) { json, mark in
                    json.raw(Array("[\(mark.lowerBound),\(mark.upperBound)]".utf8))
                }
            }
        }
    }

    static let schema = Schema.named(
        "SearchHit",
        .object([
            .required("ticket_id", .ticketID), .required("matched", .choice(of: Place.self)),
            .optional("seq", .number, "The entry to go to."),
            .optional(
                "snippet",
                .object([
                    .required("text", .text),
                    .required(
                        "marks", .array(.array(.number, 2...2)),
                        "Start and end of each word in it, in UTF-16 code units."),
                ])),
        ]))
}

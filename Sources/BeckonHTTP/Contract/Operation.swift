package import BeckonWire
package import HTTPTypes

/// What a route says of itself: to the server, which lets in and reads by it, and to the OpenAPI document, which is made of it.
package struct Operation: Sendable {
    package let method: HTTPRequest.Method
    package let path: PathTemplate
    /// For generators of clients; unique.
    package let id: String
    package let summary: String
    package let permission: Permission
    package let query: [any QueryDeclaration]
    package let headers: [HeaderParameter]
    package let body: Body
    package let answers: [Answer]
    /// Those of its own; see `errors`.
    package let ownErrors: [Failure.Code]

    package enum Body: Sendable {
        /// Nothing is read of it; where there is one it must be an object.
        case none
        case fields([Schema.Field])
        /// The handler reads it.
        case raw(Schema)

        package static func fields(_ fields: Schema.Field...) -> Body { .fields(fields) }
    }

    /// One of the answers that are no error.
    package struct Answer: Sendable {
        package let status: Int
        /// `nil`: there is no body.
        package let schema: Schema?
        package let about: String

        package init(_ status: Int, _ schema: Schema?, _ about: String) {
            self.status = status
            self.schema = schema
            self.about = about
        }

        package static func ok(_ schema: Schema, _ about: String = "Done.") -> Answer {
            Answer(200, schema, about)
        }

        package static func ok(_ fields: Schema.Field..., about: String = "Done.") -> Answer {
            Answer(200, .object(fields), about)
        }

        package static func created(_ schema: Schema, _ about: String = "Made.") -> Answer {
            Answer(201, schema, about)
        }

        package static func created(_ fields: Schema.Field...) -> Answer {
            Answer(201, .object(fields), "Made.")
        }

        package static var nothing: Answer { Answer(204, nil, "Done.") }
    }

    /// All that it may answer with, in the order of the table.
    package var errors: [Failure.Code] {
        var codes = Set(ownErrors).union(Self.everywhere)
        if method != .get { codes.insert(.badJSON) }
        if !path.parameters.isEmpty { codes.insert(.notFound) }
        return Failure.Code.allCases.filter { codes.contains($0) }
    }

    /// What the doors answer before any route is asked: a request that is malformed, too large, too slow or too fast, from a foreign page,
    /// by somebody who has just signed out, or at a bad time.
    private static let everywhere: Set<Failure.Code> = [
        .badRequest, .notAuthenticated, .forbidden, .timeout, .tooLarge, .rateLimited, .internal,
        .storeUnavailable, .draining,
    ]
}

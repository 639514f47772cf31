package import BeckonWire
import Hummingbird

/// The path of a route: `"/api/v1/agents/\(.agent)/link"`.
package struct PathTemplate: Sendable, ExpressibleByStringInterpolation {
    /// As OpenAPI writes it, and Hummingbird, too: `/api/v1/agents/{id}/link`.
    package let text: String
    package let parameters: [PathParameter]

    package init(stringLiteral text: String) {
        self.text = text
        parameters = []
    }

    package init(stringInterpolation path: StringInterpolation) {
        text = path.text
        parameters = path.parameters
    }

    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""
        fileprivate var parameters: [PathParameter] = []

        package init(literalCapacity: Int, interpolationCount: Int) {}

        package mutating func appendLiteral(_ literal: String) { text += literal }

        package mutating func appendInterpolation(_ parameter: PathParameter) {
            text += "{\(parameter.name)}"
            parameters.append(parameter)
        }
    }

    var routerPath: RouterPath { RouterPath(text) }
}

/// A part of a path that names something. What is of another form names nothing: that is 404.
package struct PathParameter: Sendable {
    package let name: String
    package let schema: Schema
    package let about: String

    package init(_ name: String, _ schema: Schema, _ about: String) {
        self.name = name
        self.schema = schema
        self.about = about
    }
}

/// A header that a route reads.
package struct HeaderParameter: Sendable {
    package let name: String
    package let schema: Schema
    package let isRequired: Bool
    package let about: String

    package init(_ name: String, _ schema: Schema, _ about: String, isRequired: Bool = false) {
        self.name = name
        self.schema = schema
        self.isRequired = isRequired
        self.about = about
    }
}

extension PathParameter {
    static let agent = PathParameter("id", .personID, "The agent's `staff_id`.")
    static let customer = PathParameter("id", .personID, "The customer's `user_id`.")
    static let key = PathParameter("id", .personID, "The key's `key_id`.")
    static let session = PathParameter("session_id", .text(max: 200), "A session's `session_id`.")
    static let ticket = PathParameter(
        "id", .anyOf([.ticketID, .text(max: 20)]), "A `ticket_id`; for staff also its number.")
}

extension BeckonRequestContext {
    /// Empty when the route has no such parameter.
    package func text(_ parameter: PathParameter) -> String {
        parameters.get(parameter.name) ?? ""
    }
}

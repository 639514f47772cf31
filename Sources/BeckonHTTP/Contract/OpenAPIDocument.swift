import BeckonModel
import BeckonWire
import HTTPTypes

/// The HTTP API as an OpenAPI 3.1 document, made of what the routes say of themselves. Recorded as contract/openapi.json.
package enum OpenAPIDocument {
    /// All that has routes, in the order of the document.
    package static let resources: [any Resource.Type] = [
        HealthRoutes.self, ContractRoutes.self, SetupRoutes.self, LoginRoutes.self,
        InvitationRoutes.self, MeRoutes.self, OwnAccountRoutes.self, VisitorRoutes.self,
        CustomerRoutes.self, AgentRoutes.self, InboxRoutes.self, DocumentRoutes.self,
        WebhookRoutes.self, TicketRoutes.self, KeyRoutes.self, ReportRoutes.self,
    ]

    package static var operations: [Operation] { resources.flatMap { $0.operations } }

    package static let text = json(of: operations).lines() + "\n"

    static let references = "#/components/schemas/"

    static func json(of operations: [Operation]) -> JSONValue {
        var named: [String: Schema] = [:]
        for operation in operations { operation.collect(into: &named) }
        Failure.schema.collect(into: &named)
        let schemas = named.sorted { $0.key < $1.key }.map { name, schema in
            (name, schema.definition(references: references))
        }
        let errors = Set(operations.flatMap { operation in operation.errorResponses })
            .sorted { $0.name < $1.name }.map { ($0.name, $0.json) }
        return [
            "openapi": "3.1.0",
            "info": [
                "title": "Beckon", "version": .string("\(Ticket.rulesVersion)"),
                "description": .string(about),
            ],
            "paths": .object(JSONObject(paths(operations))),
            "components": [
                "schemas": .object(JSONObject(schemas)),
                "responses": .object(JSONObject(errors)),
                "securitySchemes": .object(securitySchemes),
            ],
        ]
    }

    private static let about = """
        A support chat: customers' tickets and the agents who work them. docs/api.md tells the story, and the frames of the sockets. \
        Fields that you do not know mean nothing; more may come.
        """

    private static func paths(_ operations: [Operation]) -> [(String, JSONValue)] {
        var paths: [String] = []
        for operation in operations where !paths.contains(operation.path.text) {
            paths.append(operation.path.text)
        }
        return paths.map { path in
            let own = operations.filter { $0.path.text == path }
            let methods = own.map { ($0.method.rawValue.lowercased(), $0.json) }
            return (path, .object(JSONObject(methods)))
        }
    }

    private static let securitySchemes: JSONObject = [
        "agent": [
            "type": "apiKey", "in": "cookie", "name": "__Host-beckon",
            "description": "Agents: the cookie that `login` sets; `beckon` where there is no TLS.",
        ],
        "customer": [
            "type": "http", "scheme": "bearer",
            "description": "Customers: the token of `visitors`, `register` or `login`.",
        ],
        "key": [
            "type": "http", "scheme": "bearer",
            "description":
                "Integrations: a key that an admin has made, with the rights it was given.",
        ],
        "demo": [
            "type": "apiKey", "in": "header", "name": "X-Beckon-Demo",
            "description": "In `beckon demo` only: `user:<id>` or `staff:<id>`.",
        ],
    ]
}

extension Permission {
    /// Any one of these; nobody has to sign in for what is for everyone, and may.
    fileprivate var security: JSONValue {
        let agent: JSONValue = ["agent": []]
        let customer: JSONValue = ["customer": []]
        let key: JSONValue = ["key": []]
        let demo: JSONValue = ["demo": []]
        return switch self {
        case .everyone: [[:], agent, customer, demo]
        case .signedIn: [agent, customer, demo]
        case .right(let right):
            .array(
                [
                    right.holders.staff == nil ? nil : agent,
                    right.holders.customers ? customer : nil, right.holders.keys ? key : nil, demo,
                ].compactMap(\.self))
        }
    }

    package var name: String {
        switch self {
        case .everyone: "everyone"
        case .signedIn: "signed in"
        case .right(let right):
            switch (right.holders.customers, right.holders.staff) {
            case (true, nil): "customers"
            case (true, _): "signed in"
            case (false, .agent?): "staff"
            case (false, let role): role?.rawValue ?? "keys"
            }
        }
    }
}

extension Operation {
    fileprivate func collect(into named: inout [String: Schema]) {
        for parameter in path.parameters { parameter.schema.collect(into: &named) }
        for parameter in query { parameter.schema.collect(into: &named) }
        for header in headers { header.schema.collect(into: &named) }
        for answer in answers { answer.schema?.collect(into: &named) }
        bodySchema?.collect(into: &named)
    }

    private var bodySchema: Schema? {
        switch body {
        case .none: nil
        case .fields(let fields): Schema.object(fields).asReceived
        case .raw(let schema): schema
        }
    }

    fileprivate var json: JSONValue {
        var json: JSONObject = [
            "operationId": .string(id), "summary": .string(summary),
            "x-permission": .string(permission.name), "security": permission.security,
        ]
        if !parameters.isEmpty { json.append("parameters", .array(parameters)) }
        if method != .get { json.append("requestBody", requestBody) }
        json.append("responses", .object(JSONObject(responses)))
        return .object(json)
    }

    private var parameters: [JSONValue] {
        let references = OpenAPIDocument.references
        let ofPath = path.parameters.map { parameter -> JSONValue in
            [
                "name": .string(parameter.name), "in": "path", "required": true,
                "description": .string(parameter.about),
                "schema": parameter.schema.json(references: references),
            ]
        }
        let ofQuery = query.map { parameter -> JSONValue in
            let list: JSONObject = parameter.isList ? ["style": "form", "explode": false] : [:]
            return .object(
                [
                    "name": .string(parameter.name), "in": "query",
                    "description": .string(parameter.about),
                    "schema": parameter.schema.json(references: references),
                ] + list)
        }
        let ofHeaders = headers.map { header -> JSONValue in
            [
                "name": .string(header.name), "in": "header",
                "required": .bool(header.isRequired), "description": .string(header.about),
                "schema": header.schema.json(references: references),
            ]
        }
        return ofPath + ofQuery + ofHeaders
    }

    private var requestBody: JSONValue {
        let schema = bodySchema ?? .object([])
        return [
            "required": .bool(bodySchema != nil),
            "content": Self.content(schema.json(references: OpenAPIDocument.references)),
        ]
    }

    static func content(_ schema: JSONValue) -> JSONValue {
        ["application/json": ["schema": schema]]
    }
}

package import BeckonRealtime
import BeckonWire
import HTTPTypes
package import Hummingbird

/// What a request to `/ws/…` hears that was not upgraded.
package struct SocketRoutes: Sendable {
    private let handshake: SocketHandshake

    package init(handshake: SocketHandshake) { self.handshake = handshake }

    package func addRoutes(to router: some RouterMethods<BeckonRequestContext>) {
        router.get("/ws/**") { request, context in
            switch handshake.refusal(of: request.head, peer: context.peer) {
            case .notFound: throw Failure.notFound
            case .origin, .demo: throw Failure.forbidden
            case .badKey: throw Failure.badRequest("Sec-WebSocket-Key must be 16 bytes in base64.")
            case .notWebSocket, nil: return upgradeRequired()
            }
        }
    }

    private func upgradeRequired() -> Response {
        var response = Response.json(.upgradeRequired) { json in
            json.object("error") { json in
                json.field("code", "bad_request")
                json.field("message", "This is a WebSocket; open it with version 13.")
            }
        }
        response.headers[.upgrade] = "websocket"
        response.headers[.socketVersion] = "13"
        return response
    }
}

import BeckonWire
import HTTPTypes
import Hummingbird

/// The body did not arrive within the deadline. The connection ends with the answer.
struct SlowRequest: Error {
    func response(_ context: BeckonRequestContext) -> Response {
        var response = Response.json(.requestTimeout) { json in
            json.object("error") { json in
                json.field("code", "timeout")
                json.field("message", "The request took too long to arrive.")
                json.field("request_id", context.requestID)
            }
        }
        response.closeAfterwards(context.channel)
        return response
    }
}

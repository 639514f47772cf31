import BeckonAccounts
package import BeckonModel
package import BeckonRealtime
package import BeckonStore
package import BeckonTelemetry
package import Hummingbird
import NIOCore

/// What is known about a request while it passes the middleware and its route.
package struct BeckonRequestContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// Who asks; `nil` until `Authentication` has run, and when nobody signed in.
    package var identity: Identity? {
        didSet { actor.set(identity) }
    }
    /// The session behind `identity`; `nil` in the demo.
    package var session: SessionID?
    /// Where the request comes from, behind configured proxies too.
    package var client = ClientAddress.unknown
    /// Where what this request takes is counted.
    package var dues = Dues.none
    /// 32 hexadecimal digits, also in `X-Request-Id` and in the log.
    package var requestID: String { request.requestID }
    /// The same with its place in a trace, for what the request sets off.
    package var request = RequestTrace()
    /// As its route says that it reads them; empty before.
    package internal(set) var query = QueryParameters()
    package internal(set) var body = JSONBody()
    let channel: any Channel
    let actor = RequestActor()

    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }

    /// The other end of the connection itself.
    var peer: ClientAddress { ClientAddress(channel.remoteAddress) }
}

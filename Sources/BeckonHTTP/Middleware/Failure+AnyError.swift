import BeckonModel
import BeckonRealtime
import BeckonStore
package import BeckonWire
import HTTPTypes
import Hummingbird
import NIOCore
import NIOHTTP1

extension Failure {
    /// What a client is told about any error. Whatever is not known by name is `internal`, without a detail.
    package init(_ error: any Error) {
        switch error {
        case let failure as Failure: self = failure
        case let error as TicketError: self = .ticket(error)
        case let error as StoreError: self = Failure(error)
        case is Gate.Full: self = .rateLimited(retryAfterMilliseconds: 1_000)
        case is NIOTooManyBytesError: self = .tooLarge
        case is HTTPParserError: self = .malformed
        case let error as any HTTPResponseError: self = Failure(error.status)
        default: self = .internal
        }
    }

    private init(_ error: StoreError) {
        switch error {
        case .unavailable: self = .storeUnavailable
        case .closed: self = .draining
        case .duplicate, .corrupt: self = .internal
        }
    }

    private init(_ status: HTTPResponse.Status) {
        switch status {
        case .notFound, .methodNotAllowed: self = .notFound
        case .contentTooLarge: self = .tooLarge
        case .badRequest: self = .malformed
        default: self = .internal
        }
    }
}

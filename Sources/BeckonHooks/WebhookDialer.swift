import AsyncHTTPClient
package import BeckonModel
package import NIOCore
import NIOHTTP1
import NIOPosix

package struct WebhookRequest: Hashable, Sendable {
    package let address: WebAddress
    package let headers: [String: String]
    package let body: [UInt8]

    package init(address: WebAddress, headers: [String: String], body: [UInt8]) {
        self.address = address
        self.headers = headers
        self.body = body
    }
}

package enum WebhookReply: Hashable, Sendable {
    /// With the beginning of what it said.
    case answered(status: Int, text: String)
    case failed(WebhookProblem)
}

/// Why nothing was answered. Stable: the log of deliveries says it.
package enum WebhookProblem: String, Hashable, Sendable, CaseIterable {
    case unknownHost = "unknown_host"
    /// Not one that everybody can reach.
    case privateAddress = "private_address"
    case unreachable
    case timeout
    /// What was there speaks no HTTP, or no TLS that can be trusted, or went away.
    case broken
    /// The hook has no secret yet.
    case noSecret = "no_secret"
    /// Switched off, or archived, before it was sent.
    case switchedOff = "switched_off"
    case badAddress = "bad_address"
}

package protocol WebhookDialing: Sendable {
    /// Asks once, in bounded time.
    func post(_ request: WebhookRequest) async -> WebhookReply
}

/// Dials exactly the addresses that were checked, follows nothing, and believes no variable of the environment.
package struct WebhookDialer: WebhookDialing {
    private static let connectTime = TimeAmount.seconds(5)
    private static let tries = 3

    private let rules: OutgoingRules
    private let group: any EventLoopGroup
    private let time: TimeAmount

    package init(
        rules: OutgoingRules, group: any EventLoopGroup,
        time: TimeAmount = .seconds(Int64(Limits.answerSeconds))
    ) {
        self.rules = rules
        self.group = group
        self.time = time
    }

    package func post(_ request: WebhookRequest) async -> WebhookReply {
        let deadline = NIODeadline.now() + time
        let addresses: [IPAddress]
        do throws(OutgoingRules.Refusal) {
            addresses = try await rules.addresses(of: request.address)
        } catch {
            return .failed(error == .privateAddress ? .privateAddress : .unknownHost)
        }
        var problem = WebhookProblem.unreachable
        for address in addresses.prefix(Self.tries) {
            do {
                return try await post(request, to: address, deadline)
            } catch {
                problem = Self.problem(error)
                if problem != .unreachable { break }
            }
        }
        return .failed(problem)
    }

    private func post(
        _ request: WebhookRequest, to address: IPAddress, _ deadline: NIODeadline
    ) async throws -> WebhookReply {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow, timeout: .init(connect: Self.connectTime))
        configuration.dnsOverride = [request.address.host: address.description]
        configuration.httpVersion = .http1Only
        configuration.connectionPool.retryConnectionEstablishment = false
        let client = HTTPClient(
            eventLoopGroupProvider: .shared(group), configuration: configuration)
        do {
            let reply = try await Self.exchange(request, client, deadline)
            try await client.shutdown()
            return reply
        } catch {
            try? await client.shutdown()
            throw error
        }
    }

    private static func exchange(
        _ request: WebhookRequest, _ client: HTTPClient, _ deadline: NIODeadline
    ) async throws -> WebhookReply {
        var outgoing = HTTPClientRequest(url: request.address.text)
        outgoing.method = .POST
        for (name, value) in request.headers { outgoing.headers.add(name: name, value: value) }
        outgoing.body = .bytes(ByteBuffer(bytes: request.body))
        let response = try await client.execute(outgoing, deadline: deadline)
        var kept: [UInt8] = []
        var count = 0
        do {
            for try await part in response.body {
                count += part.readableBytes
                kept += part.readableBytesView.prefix(Limits.answerKeptBytes - kept.count)
                if count >= Limits.answerReadBytes { break }
            }
        } catch {
            // The code was there: what it goes on to say, and never ends, matters to nobody.
        }
        return .answered(status: Int(response.status.code), text: text(kept))
    }

    /// As it may be shown: what is no text, or no sign, is left out.
    private static func text(_ bytes: [UInt8]) -> String {
        var text = String(decoding: bytes, as: UTF8.self)
        text.unicodeScalars.removeAll { Text.isUnfit($0) || $0 == "\u{FFFD}" }
        return text
    }

    private static func problem(_ error: any Error) -> WebhookProblem {
        if error is NIOConnectionError || error is IOError { return .unreachable }
        switch error as? HTTPClientError {
        case .connectTimeout?: return .unreachable
        case .deadlineExceeded?, .readTimeout?, .getConnectionFromPoolTimeout?: return .timeout
        default: return .broken
        }
    }
}

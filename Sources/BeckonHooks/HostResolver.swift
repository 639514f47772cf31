import Glibc
package import NIOCore
import NIOPosix

/// Says which addresses a host has.
package protocol HostResolving: Sendable {
    /// Throws when the host is not known, or nobody answers in time.
    func addresses(of host: String) async throws -> [IPAddress]
}

/// The system's way: hosts file, then name servers.
package struct HostResolver: HostResolving {
    package struct UnknownHost: Error {}
    package struct TimedOut: Error {}

    /// `getaddrinfo` blocks, for as long as name servers keep it waiting. The process's own threads for that; they live as long as it does.
    private static let threads = {
        let threads = NIOThreadPool(numberOfThreads: 8)
        threads.start()
        return threads
    }()

    private let group: any EventLoopGroup
    private let time: TimeAmount

    package init(group: any EventLoopGroup, time: TimeAmount = .seconds(5)) {
        self.group = group
        self.time = time
    }

    package func addresses(of host: String) async throws -> [IPAddress] {
        if let address = IPAddress(host) { return [address] }
        let loop = group.next()
        // Whichever comes first.
        let promise = loop.makePromise(of: [IPAddress].self)
        let deadline = loop.scheduleTask(in: time) { promise.fail(TimedOut()) }
        Self.threads.runIfActive(eventLoop: loop) { try Self.look(up: host) }.cascade(to: promise)
        defer { deadline.cancel() }
        return try await promise.futureResult.get()
    }

    private static func look(up host: String) throws -> [IPAddress] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_ADDRCONFIG
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, &hints, &list) == 0, let list else { throw UnknownHost() }
        defer { freeaddrinfo(list) }
        var found: [IPAddress] = []
        for info in sequence(first: list, next: { $0.pointee.ai_next }) {
            guard let address = address(info.pointee), !found.contains(address) else { continue }
            found.append(address)
        }
        if found.isEmpty { throw UnknownHost() }
        return found
    }

    private static func address(_ info: addrinfo) -> IPAddress? {
        guard let name = UnsafeRawPointer(info.ai_addr) else { return nil }
        switch info.ai_family {
        case AF_INET:
            let four = name.loadUnaligned(as: sockaddr_in.self)
            return withUnsafeBytes(of: four.sin_addr) { IPAddress(bytes: Array($0)) }
        case AF_INET6:
            let six = name.loadUnaligned(as: sockaddr_in6.self)
            return withUnsafeBytes(of: six.sin6_addr) { IPAddress(bytes: Array($0)) }
        default: return nil
        }
    }
}

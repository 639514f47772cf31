/// Why a server cannot start, in words for the person at the terminal.
package enum ServerFailure: Error, Hashable, Sendable, CustomStringConvertible {
    case portTaken(Int)

    package var description: String {
        switch self {
        case .portTaken(let port):
            "Port \(port) is in use by another program. Choose another with --port."
        }
    }
}

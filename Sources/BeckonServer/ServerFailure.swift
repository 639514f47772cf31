/// Why a server cannot start, in words for the person at the terminal.
package enum ServerFailure: Error, Hashable, Sendable, CustomStringConvertible {
    case portTaken(Int)
    /// The demo was pointed at a data directory whose agents have passwords.
    case realDataInDemo(String)

    package var description: String {
        switch self {
        case .portTaken(let port):
            "Port \(port) is in use by another program. Choose another with --port."
        case .realDataInDemo(let path):
            "\(path) holds real data, and the demo lets anybody in. Choose another with --data."
        }
    }
}

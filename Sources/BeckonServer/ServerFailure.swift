/// Why a server cannot start or had to stop, in words for the person at the terminal.
package enum ServerFailure: Error, Hashable, Sendable, CustomStringConvertible {
    case portTaken(Int)
    /// The demo was pointed at a data directory whose agents have passwords.
    case realDataInDemo(String)
    /// It ran, and stopped itself.
    case syncFailed

    package var description: String {
        switch self {
        case .portTaken(let port):
            "Port \(port) is in use by another program. Choose another with --port."
        case .realDataInDemo(let path):
            "\(path) holds real data, and the demo lets anybody in. Choose another with --data."
        case .syncFailed:
            "The disk could not sync what was written. Everything acknowledged before is there; look at the disk, then start again."
        }
    }
}

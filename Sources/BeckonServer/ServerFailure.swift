package import BeckonStore

/// Why a server cannot start or had to stop, in words for the person at the terminal.
package enum ServerFailure: Error, Hashable, Sendable, CustomStringConvertible {
    case portTaken(Int)
    /// It was built without Scripts/embed-web, and the sources are not where they were.
    case noPages
    /// The demo was pointed at a data directory whose agents have passwords.
    case realDataInDemo(String)
    /// The store could not be opened, or not be written while Beckon started.
    case dataNotUsable(String, StoreError)
    /// It ran, and stopped itself.
    case syncFailed

    package var description: String {
        switch self {
        case .portTaken(let port):
            "Port \(port) is in use by another program. Choose another with --port."
        case .noPages:
            "This program was built without pages. Build it with make, or name the sources with --web-root."
        case .realDataInDemo(let path):
            "\(path) holds real data, and the demo lets anybody in. Choose another with --data."
        case .dataNotUsable(let path, .corrupt):
            "The data in \(path) cannot be read. `beckon doctor` says where; a backup may be needed."
        case .dataNotUsable(let path, _):
            "The data in \(path) cannot be read or written. Is the disk full, or the directory not yours?"
        case .syncFailed:
            "The disk could not sync what was written. Everything acknowledged before is there; look at the disk, then start again."
        }
    }
}

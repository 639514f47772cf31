import Foundation
import NIOCore

/// The processors that this process may use; a container or `taskset` may leave it fewer than the machine has.
enum Processors {
    static var usable: Int {
        let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        return min(status.flatMap(allowed) ?? .max, System.coreCount)
    }

    /// Counts the bits of `Cpus_allowed:	ff,ffffffff` (proc_pid_status(5)); `nil` where there is no such line.
    static func allowed(_ status: String) -> Int? {
        for line in status.split(separator: "\n") where line.hasPrefix("Cpus_allowed:") {
            let bits = line.dropFirst("Cpus_allowed:".count)
                .compactMap(\.hexDigitValue).reduce(0) { $0 + $1.nonzeroBitCount }
            return bits > 0 ? bits : nil
        }
        return nil
    }
}

import Foundation

/// A moment in a file's name: 2026-01-31T235959Z, sorted by time and without characters that a shell or a file system minds.
enum FileDate {
    static func text(_ date: Date) -> String {
        date.ISO8601Format().replacingOccurrences(of: ":", with: "")
    }
}

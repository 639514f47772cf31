import Foundation

/// Lines as they are typed, each when it is asked for: reading blocks, so it has a thread of its own.
struct StandardInput {
    /// `nil` at the end.
    func next() async -> String? {
        await withCheckedContinuation { continuation in
            Thread { continuation.resume(returning: readLine()) }.start()
        }
    }
}

/// Lines out, each at once.
enum StandardOutput {
    static func say(_ line: String) {
        FileHandle.standardOutput.write(Data("\(line)\n".utf8))
    }
}

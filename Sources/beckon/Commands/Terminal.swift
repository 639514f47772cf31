import ArgumentParser
import Foundation

/// What is said to the person at the terminal.
enum Terminal {
    static func say(_ text: String) {
        try? FileHandle.standardOutput.write(contentsOf: Data((text + "\n").utf8))
    }

    /// One line of the input, for passwords that should not stand in the shell's history.
    static func line() throws -> String {
        guard let line = readLine(strippingNewline: true), !line.isEmpty else {
            throw ValidationError("No password came by the input.")
        }
        return line
    }
}

import ArgumentParser
import BeckonAccounts
import BeckonHTTP
import BeckonModel
import Foundation

/// What is said to the person at the terminal.
enum Terminal {
    static func say(_ text: String) {
        try? FileHandle.standardOutput.write(contentsOf: Data((text + "\n").utf8))
    }

    static func say(_ link: Accounts.Link, at site: String) {
        let until = link.expires.rfc3339
        say("\(link.kind.rawValue) link, until \(until): \(site)/invite#token=\(link.token)")
    }

    /// One line of the input, for passwords that should not stand in the shell's history.
    static func line() throws -> String {
        guard let line = readLine(strippingNewline: true), !line.isEmpty else {
            throw ValidationError("No password came by the input.")
        }
        return line
    }
}

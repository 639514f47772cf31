/// A setting that cannot be used: where it was given, and what it should be.
package struct SettingsError: Error, Hashable, Sendable, CustomStringConvertible {
    package let source: String
    package let problem: String

    package var description: String { "\(source): \(problem)" }
}

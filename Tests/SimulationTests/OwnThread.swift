import Foundation

/// Runs what blocks its thread on one of its own: on the few threads of the pool it would keep every other test from going on, until their
/// deadlines have passed.
func onOwnThread<Value: Sendable>(
    _ body: @escaping @Sendable () throws -> Value
) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        Thread { continuation.resume(with: Result { try body() }) }.start()
    }
}

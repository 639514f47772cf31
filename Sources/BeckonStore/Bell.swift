import Foundation

/// Wakes one thread that sleeps. Its deadlines are of a clock that nobody sets: a dispatch semaphore's are of the wall clock on Linux, and one that is
/// set back would let the sleeper lie.
///
/// Sendable because the pointers never change and `isRung` is only touched with the mutex held.
@usableFromInline package final class Bell: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var isRung = false

    @usableFromInline package init() {
        pthread_mutex_init(mutex, nil)
        #if canImport(Darwin)
            pthread_cond_init(condition, nil)
        #else
            var attributes = pthread_condattr_t()
            pthread_condattr_init(&attributes)
            pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
            pthread_cond_init(condition, &attributes)
            pthread_condattr_destroy(&attributes)
        #endif
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    /// Wakes the sleeper, or whoever is next to sleep.
    @usableFromInline package func ring() {
        pthread_mutex_lock(mutex)
        isRung = true
        pthread_cond_signal(condition)
        pthread_mutex_unlock(mutex)
    }

    /// Blocks the calling thread until somebody rings, or the deadline has come; without one, for as long as it takes.
    @usableFromInline package func wait(until deadline: ContinuousClock.Instant?) {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        defer { isRung = false }
        while !isRung {
            guard let deadline else {
                pthread_cond_wait(condition, mutex)
                continue
            }
            let left = ContinuousClock.now.duration(to: deadline)
            if left <= .zero { return }
            wait(for: left)
        }
    }

    private func wait(for time: Duration) {
        let (seconds, attoseconds) = time.components
        let nanoseconds = Int(attoseconds / 1_000_000_000)
        #if canImport(Darwin)
            var relative = timespec(tv_sec: Int(seconds), tv_nsec: nanoseconds)
            pthread_cond_timedwait_relative_np(condition, mutex, &relative)
        #else
            var end = timespec()
            clock_gettime(CLOCK_MONOTONIC, &end)
            let sum = end.tv_nsec + nanoseconds
            end.tv_sec += Int(min(seconds, 1 << 30)) + sum / 1_000_000_000
            end.tv_nsec = sum % 1_000_000_000
            pthread_cond_timedwait(condition, mutex, &end)
        #endif
    }
}

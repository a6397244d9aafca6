internal import Glibc

/// Lets threads wait until something has changed.
@safe final class Signal: @unchecked Sendable {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>
    // Both are touched by whoever holds the mutex alone.
    private var count: UInt64 = 0
    private var waiters = 0

    init() {
        unsafe mutex = .allocate(capacity: 1)
        unsafe condition = .allocate(capacity: 1)
        unsafe mutex.initialize(to: pthread_mutex_t())
        unsafe condition.initialize(to: pthread_cond_t())
        unsafe pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        unsafe pthread_condattr_init(&attributes)
        // The clock that nobody sets.
        unsafe pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        unsafe pthread_cond_init(condition, &attributes)
        unsafe pthread_condattr_destroy(&attributes)
    }

    deinit {
        unsafe pthread_cond_destroy(condition)
        unsafe pthread_mutex_destroy(mutex)
        unsafe condition.deallocate()
        unsafe mutex.deallocate()
    }

    /// How often something has changed; to be asked for before looking, and handed to ``wait(after:)`` when it was in vain.
    var ticket: UInt64 {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        return count
    }

    /// Says that something has changed.
    func tell() {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        count &+= 1
        if waiters > 0 { unsafe pthread_cond_broadcast(condition) }
    }

    /// Waits until something has changed since a ticket was drawn.
    func wait(after ticket: UInt64) {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        waiters += 1
        while count == ticket { unsafe pthread_cond_wait(condition, mutex) }
        waiters -= 1
    }

    /// Waits until something has changed since a ticket was drawn, and not longer than some seconds.
    func wait(after ticket: UInt64, seconds: Double) {
        var end = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &end)
        let nanoseconds = Int64(end.tv_nsec) + Int64(seconds * 1e9)
        end.tv_sec += Int(nanoseconds / 1_000_000_000)
        end.tv_nsec = Int(nanoseconds % 1_000_000_000)
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        waiters += 1
        while count == ticket {
            guard unsafe pthread_cond_timedwait(condition, mutex, &end) == 0 else { break }
        }
        waiters -= 1
    }
}

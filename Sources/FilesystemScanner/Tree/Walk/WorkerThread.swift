internal import Glibc

/// A thread that does one thing and ends.
@safe struct WorkerThread {
    /// What a thread is handed.
    private final class Task {
        let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) {
            self.body = body
        }
    }

    private let thread: pthread_t

    /// Starts a thread; nothing when the system has no more.
    static func start(_ body: @escaping @Sendable () -> Void) -> WorkerThread? {
        let task = unsafe Unmanaged.passRetained(Task(body))
        var thread: pthread_t = 0
        let failed = unsafe pthread_create(
            &thread, nil,
            { argument in
                guard let argument = unsafe argument else { return nil }
                unsafe Unmanaged<Task>.fromOpaque(argument).takeRetainedValue().body()
                return nil
            }, task.toOpaque())
        guard failed == 0 else {
            unsafe task.release()
            return nil
        }
        return WorkerThread(thread: thread)
    }

    /// Waits for its end.
    func join() {
        pthread_join(thread, nil)
    }
}

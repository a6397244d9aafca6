internal import Glibc

/// Threads that do one piece of work together and end.
enum WorkerThreads {
    @safe private final class Work: Sendable {
        let run: @Sendable () -> Void

        init(_ run: @escaping @Sendable () -> Void) {
            self.run = run
        }
    }

    /// Runs a closure on several threads and waits for all of them.
    ///
    /// Where no thread can be made, it runs on the calling one.
    static func run(_ count: Int, _ closure: @escaping @Sendable () -> Void) {
        var threads: [pthread_t] = []
        for _ in 0..<count {
            var thread = pthread_t()
            let work = unsafe Unmanaged.passRetained(Work(closure))
            let status = unsafe pthread_create(
                &thread, nil,
                { argument in
                    if let argument = unsafe argument {
                        unsafe Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().run()
                    }
                    return nil
                }, work.toOpaque())
            guard status == 0 else {
                unsafe work.release()
                break
            }
            threads.append(thread)
        }
        if threads.isEmpty { closure() }
        for thread in threads {
            pthread_join(thread, nil)
        }
    }
}

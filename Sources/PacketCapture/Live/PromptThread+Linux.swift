internal import Glibc

/// The calling thread, running before others while a body runs.
///
/// On a busy machine a thread that wakes up waits some milliseconds for its turn, and a connection may be over by then, with
/// nobody left to ask for its process. A capture sleeps mostly, so it takes little from the others.
enum PromptThread {
    /// How far the thread is put before others, from 0 to -20.
    private static let niceness: Int32 = -20

    /// Runs a body before others where that is allowed, which takes root or cap_sys_nice; elsewhere just runs it.
    static func run<Result>(_ body: () -> Result) -> Result {
        // On Linux the priority is a thread's own, and 0 stands for the one that calls.
        let thread = __priority_which_t(PRIO_PROCESS.rawValue)
        let former = getpriority(thread, 0)
        let isRaised = setpriority(thread, 0, niceness) == 0
        defer { if isRaised { _ = setpriority(thread, 0, former) } }
        return body()
    }
}

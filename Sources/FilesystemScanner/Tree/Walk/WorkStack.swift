internal import Glibc
internal import Synchronization

/// The folders that are still to be gone through, the last one first, shared by all threads.
///
/// Going deep before going wide keeps few folders waiting.
final class WorkStack: Sendable {
    /// Something for one thread to do.
    enum Work: Sendable {
        /// To go through a folder.
        case folder(FolderNode)
        /// To go on with a folder that has too many folders to remember at once.
        case rest(FolderVisit)
        /// To go through some names of a folder that another thread lists.
        case names(FolderVisit, FolderNames)
    }

    private struct State {
        var waiting: [Work] = []
        /// Threads that have something to do, and may find more.
        var busy = 0
        var isStopped = false
    }

    private let state = Mutex(State())
    private let idle = Atomic<Int>(0)
    private let signal = Signal()

    init(_ roots: [FolderNode]) {
        state.withLock { $0.waiting = roots.reversed().map(Work.folder) }
    }

    /// Whether a thread waits for something to do.
    var isHungry: Bool { idle.load(ordering: .relaxed) > 0 }

    /// Adds work; the last of it is done first.
    func push(_ work: [Work]) {
        guard !work.isEmpty else { return }
        state.withLock { $0.waiting += work }
        signal.tell()
    }

    /// Waits for something to do, after the thread `hasFinished` what it got before; nothing when all is done.
    func next(hasFinished: Bool) -> Work? {
        if hasFinished { state.withLock { $0.busy -= 1 } }
        while true {
            let ticket = signal.ticket
            let (work, isDone) = state.withLock { state -> (Work?, Bool) in
                if state.isStopped { return (nil, true) }
                guard let work = state.waiting.popLast() else { return (nil, state.busy == 0) }
                state.busy += 1
                return (work, false)
            }
            if let work { return work }
            if isDone {
                signal.tell()
                return nil
            }
            idle.add(1, ordering: .relaxed)
            signal.wait(after: ticket)
            idle.subtract(1, ordering: .relaxed)
        }
    }

    /// Lets go of all that is left.
    func stop() {
        state.withLock {
            $0.isStopped = true
            $0.waiting = []
        }
        signal.tell()
    }
}

internal import Glibc
internal import Synchronization

/// A thread that does something whenever one of some descriptors is readable, and ends with its owner.
@safe final class Watcher: Sendable {
    private final class Work: Sendable {
        let descriptors: [Int32]
        let bell: Int32
        let action: @Sendable () -> Void

        init(_ descriptors: [Int32], bell: Int32, _ action: @escaping @Sendable () -> Void) {
            self.descriptors = descriptors
            self.bell = bell
            self.action = action
        }

        deinit { close(bell) }

        func run() {
            var watched = ([bell] + descriptors).map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            while true {
                let count = unsafe poll(&watched, nfds_t(watched.count), -1)
                if count < 0, errno != EINTR { return }
                if watched[0].revents != 0 { return }
                action()
            }
        }
    }

    /// One of two connected ends: the thread sees at the other that it was closed.
    private let bell: Int32
    private let thread: pthread_t

    /// Starts it; nothing when no thread can be made.
    init?(_ descriptors: [Int32], _ action: @escaping @Sendable () -> Void) {
        var ends: [Int32] = [-1, -1]
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        guard unsafe socketpair(AF_UNIX, type, 0, &ends) == 0 else { return nil }
        let ear = ends[0]
        var thread = pthread_t()
        let work = unsafe Unmanaged.passRetained(Work(descriptors, bell: ear, action))
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
            close(ends[1])
            return nil
        }
        bell = ends[1]
        self.thread = thread
    }

    deinit {
        close(bell)
        pthread_join(thread, nil)
    }
}

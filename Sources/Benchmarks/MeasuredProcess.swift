internal import Glibc

/// One finished process, as the kernel accounted for it.
struct MeasuredProcess {
    /// From start to end, in seconds.
    let wallSeconds: Double
    /// What it spent of all cores, its own work and the kernel's for it, in seconds.
    let processorSeconds: Double
    /// The most memory that was resident, in MiB.
    let peakMebibytes: Double
    /// What it ended with; nothing when a signal ended it.
    let exitStatus: Int32?

    /// Starts a program, and waits for its end.
    static func run(_ arguments: [String], output: String = "/dev/null") -> MeasuredProcess? {
        let begun = now()
        return start(arguments, output: output).flatMap { wait(for: $0, begun: begun) }
    }

    /// Waits for the end of a program that was started here.
    static func wait(for pid: pid_t, begun: Double = now()) -> MeasuredProcess? {
        var usage = rusage()
        var status: Int32 = 0
        guard unsafe wait4(pid, &status, 0, &usage) == pid else { return nil }
        return MeasuredProcess(
            wallSeconds: now() - begun, processorSeconds: seconds(usage.ru_utime) + seconds(usage.ru_stime),
            peakMebibytes: Double(usage.ru_maxrss) / 1024,
            exitStatus: status & 0x7F == 0 ? status >> 8 & 0xFF : nil)
    }

    /// Starts a program with both of its outputs in one file.
    static func start(_ arguments: [String], output: String = "/dev/null") -> pid_t? {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        for descriptor in [STDOUT_FILENO, STDERR_FILENO] {
            unsafe posix_spawn_file_actions_addopen(
                &actions, descriptor, output, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        }
        var pid: pid_t = 0
        var words: [UnsafeMutablePointer<CChar>?] = unsafe arguments.map { unsafe strdup($0) }
        unsafe words.append(nil)
        defer { unsafe words.forEach { unsafe free($0) } }
        guard let program = arguments.first else { return nil }
        let failed = unsafe posix_spawn(&pid, program, &actions, nil, words, environ)
        return failed == 0 ? pid : nil
    }

    /// Ends a process that was started here, and waits for its end.
    static func end(_ pid: pid_t) {
        kill(pid, SIGKILL)
        var status: Int32 = 0
        _ = unsafe waitpid(pid, &status, 0)
    }

    private static func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }

    static func now() -> Double {
        var time = timespec()
        _ = unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}

/// Minimum, median and maximum of some figures.
struct Spread {
    private let sorted: [Double]

    /// Takes figures in ascending order; nothing when there are none.
    init?(_ sorted: [Double]) {
        guard !sorted.isEmpty else { return nil }
        self.sorted = sorted
    }

    /// The one in the middle.
    var median: Double { sorted[sorted.count / 2] }

    func text(decimals: Int) -> String {
        let figures = [sorted.first, sorted[sorted.count / 2], sorted.last].compactMap { $0 }
        let factor = pow(10.0, Double(decimals))
        return figures.map { String(($0 * factor).rounded() / factor) }.joined(separator: " / ")
    }
}

/// An empty folder that is there for one run.
struct TemporaryFolder {
    let path: String

    init?() {
        var template = Array("/tmp/earshot-benchmark-XXXXXX".utf8CString)
        guard unsafe mkdtemp(&template) != nil else { return nil }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Removes it, if nothing is in it any more.
    func remove() {
        _ = unsafe rmdir(path)
    }

    /// Removes it with the files in it.
    func remove(with names: [String]) {
        for name in names { _ = unsafe unlink(path + "/" + name) }
        remove()
    }
}

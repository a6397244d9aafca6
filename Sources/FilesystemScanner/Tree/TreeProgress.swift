internal import Synchronization

/// How far a scan of trees has come; may be asked from any thread.
package final class TreeProgress: Sendable {
    private let files = Atomic<Int64>(0)
    private let bytes = Atomic<Int64>(0)
    private let stopped = Atomic<Bool>(false)

    package init() {}

    /// How many files were met.
    package var filesMet: Int64 { files.load(ordering: .relaxed) }
    /// How many bytes were read.
    package var bytesRead: Int64 { bytes.load(ordering: .relaxed) }
    /// Whether somebody said that it is enough.
    package var isStopped: Bool { stopped.load(ordering: .relaxed) }

    /// Says that it is enough: no further file is begun.
    package func stop() {
        stopped.store(true, ordering: .relaxed)
    }

    func add(files count: Int64, bytes amount: Int64) {
        files.add(count, ordering: .relaxed)
        bytes.add(amount, ordering: .relaxed)
    }
}

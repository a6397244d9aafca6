package import Observation

/// A file that the walk met and opened, to be examined.
package struct MetFile: ~Copyable {
    /// The open file; what was read already is its beginning.
    private let descriptor: Descriptor
    /// Its status from before it was read.
    let status: FileStatus
    /// Whether the beginning is all of it.
    package let isWhole: Bool
    /// The catalogued place that it belongs to.
    package let place: CataloguedPlace?

    init(_ descriptor: consuming Descriptor, _ status: FileStatus, isWhole: Bool, place: CataloguedPlace?) {
        self.descriptor = descriptor
        self.status = status
        self.isWhole = isWhole
        self.place = place
    }

    /// Hands the open file over.
    consuming func takeDescriptor() -> Descriptor { descriptor }
}

/// What came of examining a file.
package struct TreeOutcome: Sendable {
    package enum Verdict: Hashable, Sendable {
        /// It was read to its end and holds nothing of interest; it need not be read again while it stays as it is.
        case clean
        /// There is something to tell of it.
        case interesting
        /// Not all of it could be read.
        case incomplete
    }

    package let verdict: Verdict
    /// What is told of it.
    package let events: [Event]
    /// How many bytes were read.
    package let bytesRead: Int64

    package init(_ verdict: Verdict, events: [Event] = [], bytesRead: Int64) {
        self.verdict = verdict
        self.events = events
        self.bytesRead = bytesRead
    }
}

/// Examines files for one thread.
package struct TreeExaminer {
    /// Examines one file.
    ///
    /// - Parameters:
    ///   - beginning: Its first bytes, all of them where they fit into the walk's buffer.
    ///   - name: The last name of its path.
    ///   - path: Puts its path together, which costs more than reading a small file.
    let examine:
        (_ file: consuming MetFile, _ beginning: Span<UInt8>, _ name: Span<UInt8>, _ path: () -> [UInt8]) -> TreeOutcome
    /// What could not be read so far, and why.
    let coverage: () -> Coverage

    package init(
        examine:
            @escaping (
                _ file: consuming MetFile, _ beginning: Span<UInt8>, _ name: Span<UInt8>, _ path: () -> [UInt8]
            ) -> TreeOutcome,
        coverage: @escaping () -> Coverage = { Coverage() }
    ) {
        self.examine = examine
        self.coverage = coverage
    }
}

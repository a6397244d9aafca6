import Knowledge
import Observation
import Synchronization

@testable import FilesystemScanner

/// One scan of trees that records what was examined, and finds what the word NEEDLE stands in.
struct TreeRun {
    let coverage: Coverage
    let events: [Event]
    /// The files that were examined, sorted, with the places they belong to.
    let examined: [(path: [UInt8], product: String?)]

    init(
        _ paths: [String], _ options: TreeOptions = TreeOptions(), jobs: Int = 4,
        progress: TreeProgress = TreeProgress(),
        meeting: @escaping @Sendable ([UInt8]) -> Void = { _ in }
    ) {
        var options = options
        options.jobs = jobs
        let met = Mutex<[(path: [UInt8], product: String?)]>([])
        var events: [Event] = []
        coverage = TreeScan(options).run(
            paths, progress: progress,
            makeExaminer: {
                TreeExaminer { file, beginning, _, path in
                    let (whole, product) = (path(), file.place?.productID)
                    met.withLock { $0.append((whole, product)) }
                    meeting(whole)
                    let text = (0..<beginning.count).map { beginning[$0] }
                    guard String(decoding: text, as: UTF8.self).contains("NEEDLE") else {
                        return TreeOutcome(file.isWhole ? .clean : .incomplete, bytesRead: Int64(beginning.count))
                    }
                    var event = Event(.contentMatch, at: Timestamp(nanoseconds: 0))
                    event.set(.filePath, String(decoding: whole, as: UTF8.self))
                    return TreeOutcome(.interesting, events: [event], bytesRead: Int64(beginning.count))
                }
            }, emit: { events.append($0) })
        self.events = events
        examined = met.withLock(\.self).sorted { $0.path.lexicographicallyPrecedes($1.path) }
    }

    /// The paths that were examined, without the tree's.
    func names(below root: String) -> [String] {
        examined.map { String(decoding: $0.path.dropFirst(root.utf8.count + 1), as: UTF8.self) }
    }

    func counter(_ counter: Counter) -> Int64? { coverage.counters[counter] }

    /// The coverage line that gives a reason.
    func entry(_ reason: String) -> Coverage.Entry? { coverage.entries.first { $0.reason == reason } }
}

internal import Synchronization

/// A folder that is being gone through, by one thread or by several.
final class FolderVisit: Sendable {
    /// What is to be remembered of the folder.
    private struct Ledger {
        var numbers: [UInt64] = []
        /// Parts that threads are still at.
        var parts = 1
    }

    let node: FolderNode
    let folder: OpenFolder
    /// The patterns in force, the folder's own included.
    let ignoring: IgnoreTrail?
    /// The path below the root with a slash behind it, where patterns are in force; else empty.
    let prefix: [UInt8]
    /// The numbers of the files that were clean before, in ascending order.
    let known: [UInt64]
    private let ledger = Mutex(Ledger())

    init(_ node: FolderNode, _ folder: OpenFolder, ignoring: IgnoreTrail?, prefix: [UInt8], known: [UInt64]) {
        self.node = node
        self.folder = folder
        self.ignoring = ignoring
        self.prefix = prefix
        self.known = known
    }

    /// Whether a file was clean when it had this number.
    func knows(_ number: UInt64) -> Bool {
        var (low, high) = (0, known.count)
        while low < high {
            let middle = (low + high) / 2
            if known[middle] < number { low = middle + 1 } else { high = middle }
        }
        return low < known.count && known[low] == number
    }

    /// Notes that another thread takes some of its names.
    func beginPart() {
        ledger.withLock { $0.parts += 1 }
    }

    /// Ends a part.
    ///
    /// - Returns: All numbers in ascending order once the last part has ended; nothing before.
    func endPart(_ numbers: [UInt64]) -> [UInt64]? {
        ledger.withLock { ledger in
            ledger.numbers += numbers
            ledger.parts -= 1
            guard ledger.parts == 0 else { return nil }
            let all = ledger.numbers.sorted()
            ledger.numbers = []
            return all
        }
    }

    /// Keeps numbers until the folder is gone on with.
    func keep(_ numbers: [UInt64]) {
        ledger.withLock { $0.numbers += numbers }
    }
}

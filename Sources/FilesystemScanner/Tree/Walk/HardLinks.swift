internal import Synchronization

/// The files with several names that were read under one of them.
final class HardLinks: Sendable {
    private struct State {
        var read: Set<FileStatus.Identity> = []
        /// The first by its bytes of the names under which a file was met again.
        var further: [FileStatus.Identity: [UInt8]] = [:]
    }

    /// How many files are kept; what comes beyond is read once more under each name.
    private static let limit = 1 << 20
    /// How many further names are kept.
    private static let nameLimit = 1 << 16

    private let state = Mutex(State())

    /// Whether a file is to be read under this name, because it was not under another.
    func claim(_ identity: FileStatus.Identity, path: () -> [UInt8]) -> Bool {
        state.withLock { state in
            guard state.read.contains(identity) else {
                if state.read.count < Self.limit { state.read.insert(identity) }
                return true
            }
            if let first = state.further[identity] {
                let name = path()
                if name.lexicographicallyPrecedes(first) { state.further[identity] = name }
            } else if state.further.count < Self.nameLimit {
                state.further[identity] = path()
            }
            return false
        }
    }

    /// The first of the names under which a file was met again.
    func furtherName(of identity: FileStatus.Identity) -> [UInt8]? {
        state.withLock { $0.further[identity] }
    }
}

/// Some processes and all that came of them, also of those that ended since.
///
/// Whoever asks often knows the children of a process that ended before they spoke. One that was made and whose maker was
/// gone between two looks can be missed.
package struct ProcessTree: Sendable {
    /// How many members are remembered; beyond it those that ended are forgotten.
    private static let memberLimit = 65_536

    private let reader: ProcessReader
    private var members: Set<ProcessIdentity> = []
    /// The processes that were there when somebody last looked.
    private var seen: [Int32: ProcessIdentity] = [:]

    /// Begins with processes and those that are their children now.
    ///
    /// - Parameter roots: numbers of processes; what is not there is passed over.
    package init(roots: some Sequence<Int32>) {
        self.init(roots: roots, reader: ProcessReader())
    }

    init(roots: some Sequence<Int32>, reader: ProcessReader) {
        self.reader = reader
        for pid in roots {
            if let status = try? reader.status(of: pid) { members.insert(status.identity) }
        }
        update()
    }

    /// Takes in a process.
    package mutating func insert(_ identity: ProcessIdentity) {
        members.insert(identity)
    }

    /// Whether a process is a member, or one of its forebears is.
    package mutating func contains(_ record: ProcessRecord) -> Bool {
        if members.contains(record.identity) { return true }
        guard record.ancestors.contains(where: { members.contains($0.identity) }) else { return false }
        members.insert(record.identity)
        return true
    }

    /// Looks for processes that came since.
    package mutating func update() {
        guard let there = try? reader.processIDs() else { return }
        let gone = Set(seen.keys).subtracting(there)
        for pid in gone { seen[pid] = nil }
        // Parents mostly have the lower number and so come first; where numbers began anew they do not.
        var waiting: [(identity: ProcessIdentity, parent: Int32)] = []
        for pid in there where seen[pid] == nil {
            guard let status = try? reader.status(of: pid) else { continue }
            seen[pid] = status.identity
            waiting.append((status.identity, status.parentPID))
        }
        var hasGrown = true
        while hasGrown {
            hasGrown = false
            for (identity, parent) in waiting where !members.contains(identity) {
                guard let parent = seen[parent], members.contains(parent) else { continue }
                members.insert(identity)
                hasGrown = true
            }
        }
        if members.count > Self.memberLimit { members.formIntersection(seen.values) }
    }
}

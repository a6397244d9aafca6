internal import Glibc
internal import Synchronization

/// The folders that are held open because others in them are still to be gone through, never more than a bounded number.
///
/// The one that has been open longest makes room; who needs it again finds it by its way from the nearest one that is
/// open, and makes sure that it is still the same folder.
final class FolderRing: Sendable {
    private struct Slots {
        var nodes: [FolderNode?]
        var next = 0
    }

    private let slots: Mutex<Slots>
    private let capacity: Int

    init(capacity: Int) {
        self.capacity = max(1, capacity)
        slots = Mutex(Slots(nodes: Array(repeating: nil, count: max(1, capacity))))
    }

    /// A quarter of the descriptors that this process may have, and not more than 1024.
    static var ordinaryCapacity: Int {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(7), &limit) == 0 else { return 64 }
        return Int(clamping: min(limit.rlim_cur / 4, 1_024))
    }

    /// Holds a folder open, and lets go of the one that has been held longest.
    func hold(_ folder: OpenFolder, for node: FolderNode) {
        node.hold(folder)
        let old = slots.withLock { slots in
            let old = slots.nodes[slots.next]
            slots.nodes[slots.next] = node
            slots.next = (slots.next + 1) % capacity
            return old
        }
        if let old, old !== node { old.hold(nil) }
    }

    /// Lets go of all.
    func clear() {
        let old = slots.withLock { slots in
            let old = slots.nodes
            slots.nodes = Array(repeating: nil, count: capacity)
            return old
        }
        for case let node? in old { node.hold(nil) }
    }

    /// Opens a folder by its name in the one above it, which is found again where it is not open any more.
    func open(_ node: FolderNode) throws(TreeFault) -> OpenFolder {
        var missing: [FolderNode] = []
        var above = node
        var current: OpenFolder?
        while current == nil {
            missing.append(above)
            guard let parent = unsafe above.parent else { break }
            current = parent.open
            above = parent
        }
        for (index, folder) in missing.enumerated().reversed() {
            let next = try open(folder, in: current)
            // Those nearest to the end are needed again first.
            if index < max(1, capacity / 2) { hold(next, for: folder) }
            current = next
        }
        guard let current else { throw .changed }
        return current
    }

    private func open(_ node: FolderNode, in above: OpenFolder?) throws(TreeFault) -> OpenFolder {
        var isLast = false
        while true {
            do throws(SystemError) {
                let opened =
                    if let above {
                        try above.open(folder: node.name)
                    } else {
                        try Descriptor.open(node.root.path, for: .listing)
                    }
                let folder = OpenFolder(opened)
                let isSame = try folder.descriptor.status().identity == node.origin.identity
                guard isSame else { throw SystemError(number: ESTALE) }
                return folder
            } catch {
                guard error.isExhaustion, !isLast else { throw TreeFault(error) }
                clear()
                isLast = true
            }
        }
    }
}

/// Why a folder or a file was not gone through.
enum TreeFault: Error {
    /// The name stands for something else by now, or for nothing.
    case changed
    case system(SystemError)

    init(_ error: SystemError) {
        self = error.isAbsence || error.isLoop || error.number == ESTALE ? .changed : .system(error)
    }
}

extension SystemError {
    /// Whether too many files are open.
    var isExhaustion: Bool { number == EMFILE || number == ENFILE }
}

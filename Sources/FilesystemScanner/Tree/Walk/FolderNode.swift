internal import Glibc
internal import Synchronization

/// One folder of the tree, and the way to it.
///
/// Holds its name alone, so a way of any length costs no more than its folders; a path is put together where one is told.
final class FolderNode: Sendable {
    /// What a name stood for when it was met.
    struct Origin: Hashable, Sendable {
        let identity: FileStatus.Identity
        /// The number of the mount; zero where it is not known.
        let mount: UInt64
        let isFolder: Bool
    }

    let name: [UInt8]
    let origin: Origin
    /// How many folders lie above it in the tree.
    let depth: Int
    let root: TreeRoot
    /// What the catalogue may still find below it.
    let places: PlaceStates
    /// The patterns that are in force in the folder that holds it.
    let ignoring: IgnoreTrail?
    // Changed by nobody but the end of the last one that knows it.
    nonisolated(unsafe) private(set) var parent: FolderNode?
    private let handle = Mutex<OpenFolder?>(nil)

    init(
        name: [UInt8], origin: Origin, parent: FolderNode?, root: TreeRoot, places: PlaceStates, ignoring: IgnoreTrail?
    ) {
        self.name = name
        self.origin = origin
        unsafe self.parent = parent
        self.root = root
        self.places = places
        self.ignoring = ignoring
        depth = parent.map { $0.depth + 1 } ?? 0
    }

    deinit {
        // One after the other: the way up may be longer than the stack is deep.
        var next = unsafe parent
        unsafe parent = nil
        while isKnownUniquelyReferenced(&next), let node = next {
            next = unsafe node.parent
            unsafe node.parent = nil
        }
    }

    /// The open folder, where it is still held open.
    var open: OpenFolder? { handle.withLock(\.self) }

    /// Holds the folder open, or lets go of it.
    func hold(_ folder: OpenFolder?) {
        handle.withLock { $0 = folder }
    }

    /// The path from the root of the tree on, without a slash before or behind it.
    var relativePath: [UInt8] {
        var names: [[UInt8]] = []
        var node = self
        while let above = unsafe node.parent {
            names.append(node.name)
            node = above
        }
        return Array(names.reversed().joined(separator: [UInt8(ascii: "/")]))
    }

    /// The absolute path of a name in this folder.
    func path(of name: some Sequence<UInt8>) -> [UInt8] {
        path + (path.last == UInt8(ascii: "/") ? [] : [UInt8(ascii: "/")]) + name
    }

    /// The absolute path.
    var path: [UInt8] {
        let below = relativePath
        guard !below.isEmpty else { return root.path }
        return root.path + (root.path.last == UInt8(ascii: "/") ? [] : [UInt8(ascii: "/")]) + below
    }

    /// Whether a folder is this one or above it.
    func isBelow(_ identity: FileStatus.Identity) -> Bool {
        var node: FolderNode? = self
        while let folder = node {
            if folder.origin.identity == identity { return true }
            node = unsafe folder.parent
        }
        return false
    }
}

/// Where a tree begins.
struct TreeRoot: Hashable, Sendable {
    /// The absolute path, links resolved where the kernel tells.
    let path: [UInt8]
    /// Its number among those that were asked for.
    let number: Int
    let device: UInt64
}

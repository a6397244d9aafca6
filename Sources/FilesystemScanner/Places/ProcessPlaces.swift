internal import Glibc

/// What a process tells of where its product keeps things: its mounts, and the folders of the files it has open.
package struct ProcessPlaces: Sendable {
    /// What its paths stand for on this host; none where it sees this host's own mounts.
    package private(set) var mounts: [ContainerMount] = []
    /// The folders of its open files, as it sees them, at most 64.
    package private(set) var openFolders: [String] = []
    /// What could not be looked at, for want of a privilege or because the process ended.
    package private(set) var isComplete = true

    private static let descriptorLimit = 10_000
    private static let folderLimit = 64

    /// Looks at a process.
    ///
    /// - Parameters:
    ///   - process: its number.
    ///   - sources: where processes and mounts are told.
    package init(process: Int32, sources: ContextSources = ContextSources()) {
        let folder = "\(sources.processes)/\(process)"
        let own = Self.link("\(sources.processes)/self/ns/mnt")
        let namespace = Self.link(folder + "/ns/mnt")
        if let own, let namespace, own != namespace {
            if let inner = SmallFile.bytes(folder + "/mountinfo", limit: 16 << 20),
                let host = SmallFile.bytes(sources.mounts, limit: 16 << 20)
            {
                mounts = ContainerMount.mounts(of: MountTable(parsing: inner), on: MountTable(parsing: host))
            }
            isComplete = !mounts.isEmpty
        } else if namespace == nil {
            isComplete = false
        }
        readOpenFiles(folder + "/fd")
    }

    private mutating func readOpenFiles(_ table: String) {
        do throws(SystemError) {
            let descriptors = try Descriptor.open(Array(table.utf8), for: .following)
            var seen: Set<String> = []
            for name in try descriptors.names(atMost: Self.descriptorLimit).names {
                guard let path = Self.link("\(table)/" + String(decoding: name, as: UTF8.self)), path.hasPrefix("/"),
                    let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")), slash != path.startIndex
                else { continue }
                let folder = String(path[..<slash])
                guard !Self.isForeign(folder), seen.insert(folder).inserted else { continue }
                openFolders.append(folder)
                if openFolders.count == Self.folderLimit { return }
            }
        } catch {
            isComplete = false
        }
    }

    /// Whether a folder holds programs and devices, and nothing that a program remembers.
    private static func isForeign(_ folder: String) -> Bool {
        ["/dev", "/proc", "/sys", "/usr", "/lib", "/lib64", "/bin", "/etc", "/run", "/memfd:"].contains { name in
            folder == name || folder.hasPrefix(name + "/")
        }
    }

    private static func link(_ path: String) -> String? {
        var room = [CChar](repeating: 0, count: 4_096)
        let count = unsafe readlink(path, &room, room.count)
        guard count > 0, count < room.count else { return nil }
        return String(decoding: room.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

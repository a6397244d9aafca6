/// The folders of a home in which somebody may work: the home, what lies in it, and every repository down to a depth.
package struct ProjectFolders: Sendable {
    /// The absolute paths.
    package private(set) var paths: [String]
    /// Whether there were more folders than were looked at.
    package private(set) var isCapped = false

    private static let depth = 5
    private static let lookedLimit = 20_000
    private static let pathLimit = 500
    /// Folders that programs fill, in which nobody works.
    private static let foreign: Set<String> = [
        "node_modules", "site-packages", "__pycache__", "venv", "target", "build", "vendor", "snap", "Library", "go",
    ]

    /// Looks through a home; links are not followed.
    package init(below home: String) {
        paths = [home]
        var level = [home]
        var looked = 0
        for depth in 0..<Self.depth where !level.isEmpty {
            var next: [String] = []
            for folder in level {
                guard looked < Self.lookedLimit, paths.count < Self.pathLimit else {
                    isCapped = true
                    return
                }
                let (inner, isRepository, count) = Self.folders(in: folder)
                looked += count
                // What lies directly in the home is a project with and without a repository.
                if depth > 0, depth == 1 || isRepository { paths.append(folder) }
                // A repository's own folders are no projects but those within them.
                if !isRepository || depth == 0 { next += inner }
            }
            level = next
        }
    }

    /// The folders in a folder that nobody hid, and whether it is a repository.
    private static func folders(in path: String) -> (inner: [String], isRepository: Bool, looked: Int) {
        do throws(SystemError) {
            let folder = try Descriptor.open(Array(path.utf8), for: .listing)
            let names = try folder.names(atMost: 5_000).names.map { String(decoding: $0, as: UTF8.self) }
            var inner: [String] = []
            for name in names where !name.hasPrefix(".") && !foreign.contains(name) {
                guard try folder.status(of: Array(name.utf8)).kind == .folder else { continue }
                inner.append(path + "/" + name)
            }
            return (inner, names.contains(".git"), names.count)
        } catch {
            return ([], false, 1)
        }
    }
}

/// The files that a process has mapped: its libraries, and where its Python packages lie.
struct MappedFiles: Equatable, Sendable {
    /// The names of the files, without folders.
    private(set) var names: Set<String> = []
    /// The folders of Python packages that any of them lies in.
    private(set) var packageFolders: Set<String> = []

    /// The longest table that is taken in.
    static let limit = 4 << 20

    /// Reads `/proc/PID/maps`; the path is what stands behind the fifth word (proc_pid_maps(5)).
    init(parsing bytes: [UInt8]) {
        var last: ArraySlice<UInt8> = []
        for line in bytes[...].lines {
            guard let slash = line.firstIndex(of: UInt8(ascii: "/")) else { continue }
            let path = line[slash...]
            // One file has several lines in a row.
            guard path != last else { continue }
            last = path
            let text = path.text
            names.insert(text.lastPathComponent)
            if let folder = PackageFolder.enclosing(text) { packageFolders.insert(folder) }
        }
    }

    static func read(of pid: Int32, root: String) throws(ReadFailure) -> MappedFiles {
        MappedFiles(parsing: try SystemFiles.bytes(of: "\(root)/\(pid)/maps", limit: limit).bytes)
    }
}

/// The folders that Python packages are installed into.
enum PackageFolder {
    /// The innermost folder of packages that a path lies in.
    static func enclosing(_ path: String) -> String? {
        let components = path.split(separator: "/", omittingEmptySubsequences: false)
        guard let last = components.lastIndex(where: { $0 == "site-packages" || $0 == "dist-packages" }),
            last < components.count - 1
        else { return nil }
        return components[...last].joined(separator: "/")
    }

    /// The folders of the environment that a program such as `/opt/venv/bin/python` belongs to.
    static func ofEnvironment(program path: String, root: String) -> [String] {
        guard path.hasPrefix("/"), let bin = path.parentFolder, bin.lastPathComponent == "bin",
            let environment = bin.parentFolder
        else { return [] }
        return below("\(environment)/lib", root: root)
    }

    /// `python3.X/site-packages` and `python3.X/dist-packages` below a folder.
    static func below(_ folder: String, root: String) -> [String] {
        let names = (try? SystemFiles.names(in: root + folder, limit: 2_000)) ?? []
        return names.filter { $0.hasPrefix("python3") }.sorted().flatMap { name in
            ["site-packages", "dist-packages"].map { "\(folder)/\(name)/\($0)" }
        }.filter { SystemFiles.isFolder(root + $0) }
    }
}

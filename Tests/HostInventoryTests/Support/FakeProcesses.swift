import Glibc
import Observation

@testable import HostInventory

/// A folder that looks like the process file system, removed at the end.
final class FakeProcesses {
    let root: String

    init() {
        var template = Array("/tmp/earshot-processes-XXXXXX".utf8CString)
        mkdtemp(&template)
        root = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        write("stat", "cpu 1 2 3\nbtime 1700000000\nprocesses 9\n")
        folder("self/net")
    }

    deinit {
        remove("")
    }

    func folder(_ path: String) {
        var made = root
        for part in path.split(separator: "/") {
            made += "/" + part
            mkdir(made, 0o755)
        }
    }

    func write(_ path: String, _ text: String) {
        let file = fopen(root + "/" + path, "w")
        fwrite(text, 1, text.utf8.count, file)
        fclose(file)
    }

    func link(_ path: String, to target: String) {
        unlink(root + "/" + path)
        symlink(target, root + "/" + path)
    }

    func remove(_ path: String) {
        let process = root + "/" + path
        guard let names = try? SystemFiles.names(in: process) else { return }
        for name in names {
            let child = path.isEmpty ? name : path + "/" + name
            if unlink(root + "/" + child) != 0 { remove(child) }
        }
        rmdir(process)
    }

    /// Adds a process.
    func add(
        _ pid: Int32, start: UInt64, parent: Int32 = 1, name: String, arguments: [String] = [],
        executable: String? = nil, environment: [String] = [], sockets: [UInt64] = [], cgroup: String = "0::/\n"
    ) {
        folder("\(pid)/fd")
        folder("\(pid)/ns")
        folder("\(pid)/net")
        let fields = ["S", "\(parent)"] + [String](repeating: "0", count: 17) + ["\(start)", "0", "0"]
        write("\(pid)/stat", "\(pid) (\(name)) " + fields.joined(separator: " ") + "\n")
        write("\(pid)/cmdline", arguments.map { $0 + "\0" }.joined())
        write("\(pid)/environ", environment.map { $0 + "\0" }.joined())
        write("\(pid)/status", "Name:\t\(name)\nUid:\t0\t0\t0\t0\n")
        write("\(pid)/cgroup", cgroup)
        if let executable { link("\(pid)/exe", to: executable) }
        link("\(pid)/ns/net", to: "net:[4026531840]")
        for (index, inode) in sockets.enumerated() {
            link("\(pid)/fd/\(index + 3)", to: "socket:[\(inode)]")
        }
    }

    var reader: ProcessReader {
        ProcessReader(root: root, users: HostUsers(parsing: [], currentUserID: 0, isFolder: { _ in true }))
    }
}

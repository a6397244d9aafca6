import Glibc

extension FakeProcesses {
    /// Writes a file and makes the folders above it.
    func write(_ text: String, to path: String) {
        folder(path.split(separator: "/").dropLast().joined(separator: "/"))
        write(path, text)
    }

    /// Adds a process that has sockets open, in a network namespace or in one that may not be read.
    func add(
        _ pid: Int32, name: String = "program", parent: Int32 = 1, start: UInt64, sockets: [UInt64] = [],
        namespace: UInt64?
    ) {
        add(pid, start: start, parent: parent, name: name, arguments: ["/bin/\(name)"], sockets: sockets)
        unlink("\(root)/\(pid)/ns/net")
        if let namespace { link("\(pid)/ns/net", to: "net:[\(namespace)]") }
    }

    /// Says which network namespace is Earshot's own.
    func setOwnNamespace(_ namespace: UInt64) {
        folder("self/ns")
        link("self/ns/net", to: "net:[\(namespace)]")
    }
}

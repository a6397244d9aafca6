/// One network namespace, and whose tables show its sockets.
struct NetworkNamespace: Sendable {
    /// The most that are looked into.
    static let limit = 4_096

    let inode: UInt64
    /// Folders of the process file system, the most lasting process first.
    let processes: [String]

    /// The inode number of the namespace that Earshot runs in.
    static func own(root: String) -> UInt64? {
        inode(of: "self", root: root)
    }

    /// The inode number of the namespace that a process is in; nothing where it may not be read.
    static func inode(of process: String, root: String) -> UInt64? {
        guard let link = try? SystemFiles.link("\(root)/\(process)/ns/net") else { return nil }
        return Array(link.utf8).split { !(0x30...0x39).contains($0) }.last?.decimal
    }

    /// The namespaces that processes live in, Earshot's own first, also when it could not be told which one that is.
    static func all(in processes: ProcessTable, own: UInt64?) -> [NetworkNamespace] {
        var members: [UInt64: [String]] = [:]
        for record in processes.inOrder {
            guard let namespace = record.networkNamespace, namespace != own else { continue }
            guard members[namespace] != nil || members.count < limit else { continue }
            members[namespace, default: []].append(String(record.pid))
        }
        let others = members.sorted { $0.key < $1.key }.map { NetworkNamespace(inode: $0.key, processes: $0.value) }
        return [NetworkNamespace(inode: own ?? 0, processes: ["self"])] + others
    }
}

package import Observation

/// Every socket of this host that waits for connections or datagrams, and who has it open.
package enum ListeningSockets {
    /// The most sockets that are taken in, over all network namespaces.
    static let limit = 50_000

    /// How many processes of one network namespace are tried before it counts as one that cannot be looked into.
    private static let triesPerNamespace = 8

    /// Finds the listening TCP sockets and the bound, unconnected UDP sockets of every network namespace that a process
    /// lives in.
    ///
    /// - Parameters:
    ///   - processes: the processes of this host.
    ///   - holders: the sockets they have open, read after them.
    /// - Returns: the sockets, Earshot's own network namespace first; and what could not be looked at.
    package static func inventory(
        processes: ProcessTable, holders: SocketHolders
    ) -> (sockets: [ListeningSocket], coverage: Coverage) {
        inventory(processes: processes, holders: holders, root: "/proc")
    }

    static func inventory(
        processes: ProcessTable, holders: SocketHolders, root: String
    ) -> (sockets: [ListeningSocket], coverage: Coverage) {
        var coverage = Coverage()
        var found: [ListeningSocket] = []
        let own = NetworkNamespace.own(root: root)
        let namespaces = NetworkNamespace.all(in: processes, own: own)
        for namespace in namespaces {
            guard let sockets = sockets(in: namespace, root: root, coverage: &coverage) else {
                coverage.note(
                    .listeners, .couldNotLook, "network namespace", reason: "its socket tables could not be read",
                    remedy: Coverage.Remedy.privilege, example: String(namespace.inode))
                continue
            }
            for socket in sockets where found.count < limit {
                found.append(
                    ListeningSocket(
                        socket, in: namespace, isOwn: namespace.inode == own, processes: processes, holders: holders))
            }
            if found.count >= limit {
                coverage.note(.listeners, .partly, "listening sockets", reason: "more than \(limit) of them")
                break
            }
        }
        coverage.count(.namespacesSeen, Int64(namespaces.count))
        coverage.count(.listenersSeen, Int64(found.count))
        coverage.count(.listenersWithoutOwner, Int64(found.count { $0.owners.isEmpty }))
        coverage.count(.descriptorTablesUnreadable, Int64(holders.tablesUnreadable))
        note(holders: holders, processes: processes, listeners: found.count, in: &coverage)
        return (found, coverage)
    }

    private static func sockets(
        in namespace: NetworkNamespace, root: String, coverage: inout Coverage
    ) -> [KernelSocket]? {
        for process in namespace.processes.prefix(triesPerNamespace) {
            if let sockets = read(of: process, root: root, coverage: &coverage) { return sockets }
        }
        return nil
    }

    /// Reads the four tables; nothing when not one of them can be read.
    private static func read(of process: String, root: String, coverage: inout Coverage) -> [KernelSocket]? {
        var sockets: [KernelSocket] = []
        var isReadable = false
        for (name, transport) in SocketTable.files {
            // A kernel without IPv6 has two of them.
            guard let table = try? SocketTable.read(name, of: process, transport: transport, root: root) else {
                continue
            }
            isReadable = true
            if !table.isComplete {
                coverage.note(.listeners, .partly, "socket table", reason: "too long", example: name)
            }
            sockets += table.sockets.filter(\.isListening)
        }
        guard isReadable else { return nil }
        return sockets.sorted {
            ($0.transport.rawValue, $0.local.port, $0.local.ip.high, $0.local.ip.low, $0.inode)
                < ($1.transport.rawValue, $1.local.port, $1.local.ip.high, $1.local.ip.low, $1.inode)
        }
    }

    private static func note(
        holders: SocketHolders, processes: ProcessTable, listeners: Int, in coverage: inout Coverage
    ) {
        if listeners > 0 {
            coverage.note(.listeners, .looked, "listening sockets", count: listeners)
        }
        if holders.tablesUnreadable > 0 {
            coverage.note(
                .listeners, .partly, "which process has which socket open",
                reason: "the descriptors of some processes may not be read", remedy: Coverage.Remedy.privilege,
                count: holders.tablesUnreadable)
        }
        if holders.tablesCapped > 0 {
            coverage.note(
                .listeners, .partly, "which process has which socket open",
                reason: "a process has more than \(DescriptorTable.limit) files open",
                count: holders.tablesCapped)
        }
        // The kernel's own threads have no arguments and open no sockets.
        let hidden = processes.records.values.count { $0.networkNamespace == nil && !$0.arguments.isEmpty }
        if hidden > 0 {
            coverage.note(
                .listeners, .partly, "network namespaces of some processes",
                reason: "which ones they are in may not be read", remedy: Coverage.Remedy.privilege, count: hidden)
        }
    }
}

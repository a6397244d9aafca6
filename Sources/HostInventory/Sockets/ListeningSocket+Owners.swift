internal import Observation

extension ListeningSocket {
    /// Joins a socket with the processes that have it open.
    init(
        _ socket: KernelSocket, in namespace: NetworkNamespace, isOwn: Bool, processes: ProcessTable,
        holders: SocketHolders
    ) {
        self.init(
            transport: socket.transport, address: socket.local, inode: socket.inode, networkNamespace: namespace.inode,
            isInOwnNamespace: isOwn, userID: socket.userID)
        let identities = holders.processes(holding: socket.inode)
        owners = Self.childrenFirst(identities.compactMap { processes[$0] })
        publishedBy = Self.publisher(among: owners)
        guard owners.isEmpty else { return }
        if !identities.isEmpty {
            ownerReason = "its process started or ended while the processes were read"
        } else {
            ownerReason = HolderGap.reason(tablesUnreadable: holders.tablesUnreadable)
        }
    }

    /// Orders processes so that each stands before the parents it has among them, also those of the same moment.
    static func childrenFirst(_ records: [ProcessRecord]) -> [ProcessRecord] {
        records.sorted { left, right in
            if left.ancestors.contains(where: { $0.identity == right.identity }) { return true }
            if right.ancestors.contains(where: { $0.identity == left.identity }) { return false }
            return left.identity > right.identity
        }
    }

    /// Who publishes the port: the program itself, or systemd where it holds a socket that it hands to its units.
    private static func publisher(among owners: [ProcessRecord]) -> String? {
        if let first = owners.first, PortForwarder.programs.contains(first.program) {
            return first.program.hasSuffix(".avx2") ? String(first.program.dropLast(5)) : first.program
        }
        return owners.contains { $0.program == "systemd" } ? "systemd" : nil
    }
}

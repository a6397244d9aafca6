/// Which processes have which sockets open.
///
/// A process is kept with its start, so a later process of the same number is never taken for it.
package struct SocketHolders: Sendable {
    /// What one process has open.
    private struct Table {
        let identity: ProcessIdentity
        var inodes: [UInt64]
    }

    private let root: String
    private var tables: [Int32: Table] = [:]
    private var identities: [UInt64: [ProcessIdentity]] = [:]
    private var unreadable: Set<Int32> = []

    /// How many processes' tables were longer than what is read of one.
    package private(set) var tablesCapped = 0

    /// Creates a map without any process.
    init(root: String = "/proc") {
        self.root = root
    }

    /// Reads the tables of every process.
    package static func current() -> SocketHolders {
        current(root: "/proc")
    }

    /// Reads the tables of every process below a folder.
    static func current(root: String) -> SocketHolders {
        var holders = SocketHolders(root: root)
        holders.read(holders.processIDs())
        return holders
    }

    /// How many processes' tables may not be read without a privilege.
    package var tablesUnreadable: Int { unreadable.count }

    /// The processes that have a socket open, each child before the parent it may have inherited it from.
    package func processes(holding inode: UInt64) -> [ProcessIdentity] {
        // A child never starts before its parent.
        identities[inode, default: []].sorted(by: >)
    }

    /// The sockets that a process had open when it was last looked at.
    func sockets(of identity: ProcessIdentity) -> [UInt64] {
        guard let table = tables[identity.pid], table.identity == identity else { return [] }
        return table.inodes
    }

    /// Reads the tables of some processes anew.
    mutating func read(_ pids: some Sequence<Int32>) {
        for pid in pids {
            read(pid)
        }
    }

    /// Reads the table of one process anew.
    ///
    /// What is known of a process that ended stays, until it is forgotten or its number is taken.
    ///
    /// - Returns: the process that was read; nothing when it is gone or may not be read.
    @discardableResult
    mutating func read(_ pid: Int32) -> ProcessIdentity? {
        take(DescriptorTable.read(pid, root: root), of: pid)
    }

    /// Takes in the table of one process, or why there is none.
    ///
    /// - Returns: the process; nothing when it could not be read.
    @discardableResult
    mutating func take(_ reading: Result<DescriptorTable, ReadFailure>, of pid: Int32) -> ProcessIdentity? {
        switch reading {
        case .success(let table):
            if table.isCapped { tablesCapped += 1 }
            unreadable.remove(pid)
            replace(with: Table(identity: table.identity, inodes: table.inodes))
            return table.identity
        case .failure(let failure):
            if failure == .denied { unreadable.insert(pid) }
            return nil
        }
    }

    /// Notes one more socket of a process, until its table is read the next time.
    mutating func add(_ inode: UInt64, to identity: ProcessIdentity) {
        if let old = tables[identity.pid], old.identity != identity { remove(old) }
        guard tables[identity.pid]?.inodes.contains(inode) != true else { return }
        tables[identity.pid, default: Table(identity: identity, inodes: [])].inodes.append(inode)
        identities[inode, default: []].append(identity)
    }

    /// Drops what is known of a process.
    mutating func forget(_ identity: ProcessIdentity) {
        unreadable.remove(identity.pid)
        guard let table = tables[identity.pid], table.identity == identity else { return }
        remove(table)
    }

    /// Drops what is known of some processes, and the numbers of some that may not be read.
    mutating func forget(
        where isForgotten: (ProcessIdentity) -> Bool, orUnreadable isGone: (Int32) -> Bool
    ) {
        unreadable = unreadable.filter { !isGone($0) }
        for table in tables.values where isForgotten(table.identity) {
            remove(table)
        }
    }

    private func processIDs() -> [Int32] {
        let names = (try? SystemFiles.names(in: root)) ?? []
        return names.compactMap { Int32($0) }.filter { $0 > 0 }
    }

    private mutating func replace(with table: Table) {
        if let old = tables[table.identity.pid] {
            if old.identity == table.identity, old.inodes == table.inodes { return }
            remove(old)
        }
        tables[table.identity.pid] = table
        for inode in table.inodes {
            identities[inode, default: []].append(table.identity)
        }
    }

    private mutating func remove(_ table: Table) {
        tables[table.identity.pid] = nil
        for inode in table.inodes {
            identities[inode]?.removeAll { $0 == table.identity }
            if identities[inode]?.isEmpty == true { identities[inode] = nil }
        }
    }
}

/// The sockets that one process has open, read from its folder of descriptors.
struct DescriptorTable: Sendable {
    /// The most links that are read for one process.
    static let limit = 1 << 17

    let identity: ProcessIdentity
    let inodes: [UInt64]
    /// Whether there were more links than are read.
    let isCapped: Bool

    /// Reads the sockets of the process that has a number now.
    static func read(_ pid: Int32, root: String) -> Result<DescriptorTable, ReadFailure> {
        do throws(ReadFailure) {
            let (identity, folder) = try open(pid, root: root)
            return .success(try DescriptorTable(of: identity, in: folder))
        } catch {
            return .failure(error)
        }
    }

    /// Opens a process's folder of descriptors, and tells which process it is.
    ///
    /// The folder is opened before the start is read, and an open folder shows nothing any more once its process ended. So
    /// what it shows is never of a later process of the same number.
    static func open(
        _ pid: Int32, root: String
    ) throws(ReadFailure) -> (identity: ProcessIdentity, folder: Folder) {
        let folder = try Folder("\(root)/\(pid)/fd")
        let stat = try SystemFiles.bytes(of: "\(root)/\(pid)/stat", limit: 4096).bytes
        guard let status = ProcessStatus(parsing: stat), status.identity.pid == pid else { throw .gone }
        return (status.identity, folder)
    }

    private init(of identity: ProcessIdentity, in folder: Folder) throws(ReadFailure) {
        var inodes: Set<UInt64> = []
        var links = 0
        while links < Self.limit, let name = folder.next() {
            links += 1
            if let inode = try folder.socketInode(of: name) { inodes.insert(inode) }
        }
        self.identity = identity
        self.inodes = inodes.sorted()
        isCapped = links == Self.limit && folder.next() != nil
    }
}

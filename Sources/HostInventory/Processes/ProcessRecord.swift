package import Observation

/// What was seen of one process, copied at that moment, so that it outlives the process.
package struct ProcessRecord: Hashable, Sendable {
    /// Number and start.
    package let identity: ProcessIdentity
    /// The kernel's short name (`comm`).
    package var name: String
    /// The number of the parent, 0 where there is none.
    package var parentPID: Int32
    /// When it started; nothing where the machine's own start is not known.
    package var startTime: Timestamp?
    /// The arguments, which may hold secrets; empty for the kernel's own threads.
    package var arguments: [String] = []
    /// The path of the executable, ` (deleted)` removed.
    package var executable: String?
    /// The number of the user it runs as.
    package var userID: UInt32?
    /// The name of that user, or the number where there is no name.
    package var userName: String?
    /// The systemd unit.
    package var unit: String?
    /// The container.
    package var container: ContainerReference?
    /// The inode number of the network namespace; nothing where it may not be read.
    package var networkNamespace: UInt64?
    /// The script or module that an interpreter runs.
    package var script: String?
    /// The forebears that were there, the parent first.
    package var ancestors: [Ancestor] = []

    /// One forebear.
    package struct Ancestor: Hashable, Sendable {
        package let identity: ProcessIdentity
        package let name: String
        package let executable: String?
    }

    /// Creates a record of what is always known.
    package init(identity: ProcessIdentity, name: String, parentPID: Int32) {
        self.identity = identity
        self.name = name
        self.parentPID = parentPID
    }

    /// The number.
    package var pid: Int32 { identity.pid }

    /// The executable's name without folders, or the first argument's, or the short name.
    var program: String {
        executable?.lastPathComponent ?? arguments.first?.lastPathComponent ?? name
    }
}

package import Observation

/// A process as a capture file tells of it, or is to tell of it.
package struct CapturedProcess: Hashable, Sendable {
    /// Its number, unless only its name is told.
    package var pid: UInt32?
    /// The short name.
    package var name: String?
    /// The executable's path.
    package var path: String?
    /// The arguments, the program's name first.
    package var commandLine: [String] = []
    /// When it started, which tells processes of the same number apart.
    package var startTime: Timestamp?
    package var parentPID: UInt32?
    package var parentName: String?
    package var userID: UInt32?
    package var user: String?
    /// The systemd unit.
    package var unit: String?
    /// The container's id, or its name where only that is known.
    package var container: String?
    /// How sure it is that a packet is of this process, in the words of `attribution.quality`.
    ///
    /// A packet's comment has it; the process's own block has not, because packets differ in it.
    package var attributionQuality: String?

    package init(pid: UInt32? = nil, name: String? = nil) {
        self.pid = pid
        self.name = name
    }
}

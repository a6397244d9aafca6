/// Who can read a file, as its permission bits and those of the folders above it say.
///
/// Access control lists beyond the permission bits are not looked at; a mask that they set shows in the group's bits.
/// Root, who reads everything, does not count.
package enum FileAccess: String, Comparable, Sendable {
    case owner
    case group
    case everyone

    private var rank: Int {
        switch self {
        case .owner: 0
        case .group: 1
        case .everyone: 2
        }
    }

    package static func < (left: FileAccess, right: FileAccess) -> Bool {
        left.rank < right.rank
    }

    /// The bits and the group of one file or folder.
    package struct Permissions: Hashable, Sendable {
        let mode: UInt32
        let groupID: UInt32

        package init(mode: UInt32, groupID: UInt32) {
            self.mode = mode
            self.groupID = groupID
        }
    }

    /// Judges a file: it is read by whoever may read it and may go through every folder above it.
    ///
    /// A folder that only its group may go through narrows everyone to that group. Where the file and a folder are for
    /// two different groups, someone may belong to both, and the answer is `group`.
    package init(of file: Permissions, below folders: [Permissions]) {
        var access: FileAccess = file.mode & 0o004 != 0 ? .everyone : file.mode & 0o040 != 0 ? .group : .owner
        for folder in folders where folder.mode & 0o001 == 0 {
            access = min(access, folder.mode & 0o010 != 0 ? .group : .owner)
        }
        self = access
    }
}

extension FileStatus {
    /// The bits and the group, for judging who can read.
    var permissions: FileAccess.Permissions { FileAccess.Permissions(mode: mode, groupID: groupID) }
}

internal import CLinux
internal import Glibc

/// Who may do what with one file or folder, as the kernel judges it.
///
/// Rights that stand above permissions, as root has them, are not looked at.
struct NodePermissions: Hashable, Sendable {
    static let read: UInt32 = 4
    static let search: UInt32 = 1

    let mode: UInt32
    let userID: UInt32
    let groupID: UInt32
    let list: AccessList?

    init(_ status: FileStatus, _ list: AccessList?) {
        mode = status.mode
        userID = status.userID
        groupID = status.groupID
        self.list = list
    }

    /// Whether an account has a permission.
    func permit(_ bit: UInt32, to account: Accounts.Account) -> Bool {
        if account.userID == userID { return (mode >> 6) & bit != 0 }
        // Without any bit of the group, which is the list's mask, the kernel does not ask the list at all.
        if let list, mode & 0o070 != 0 {
            if let own = list.users[account.userID] { return own & list.mask & bit != 0 }
            var granted: UInt32?
            if account.groups.contains(groupID) { granted = list.owningGroup }
            for (group, permissions) in list.groups where account.groups.contains(group) {
                granted = (granted ?? 0) | permissions
            }
            if let granted { return granted & list.mask & bit != 0 }
        } else if account.groups.contains(groupID) {
            return (mode >> 3) & bit != 0
        }
        return permitsOthers(bit)
    }

    /// Whether an account that nothing names has a permission.
    func permitsOthers(_ bit: UInt32) -> Bool { mode & bit != 0 }

    /// The widest class of accounts that has a permission.
    func access(_ bit: UInt32) -> FileAccess {
        if permitsOthers(bit) { return .everyone }
        guard let list else { return (mode >> 3) & bit != 0 ? .group : .owner }
        guard mode & 0o070 != 0 else { return .owner }
        return list.mask & list.owningGroup & bit != 0 || list.widens(bit) ? .group : .owner
    }
}

/// What came of asking for an access control list.
enum AccessListAnswer {
    case none
    case list(AccessList)
    /// There is one, or there may be, and it could not be read.
    case unknown

    init(of path: [UInt8]) {
        var value = [UInt8](repeating: 0, count: 64 << 10)
        let count = unsafe withCString(path) { path in
            unsafe value.withUnsafeMutableBytes { room -> Int in
                guard let base = room.baseAddress else { return 0 }
                return unsafe clinux_attribute(path, AccessList.attribute, base, room.count)
            }
        }
        if count >= 0 {
            self = AccessList(parsing: Array(value.prefix(count))).map(AccessListAnswer.list) ?? .unknown
        } else {
            self = -count == Int(ENODATA) || -count == Int(EOPNOTSUPP) ? .none : .unknown
        }
    }
}

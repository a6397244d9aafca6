/// A POSIX access control list beyond the permission bits.
///
/// Layout: `struct posix_acl_xattr_header` and `_entry` of linux/posix_acl_xattr.h, version 2, little endian: the
/// version in four bytes, then for each entry its tag and permissions in two bytes each and its user or group in four.
package struct AccessList: Hashable, Sendable {
    /// The name of the extended attribute that holds it.
    static let attribute = "system.posix_acl_access"

    /// Permissions of named users, the mask not applied.
    package private(set) var users: [UInt32: UInt32] = [:]
    /// Permissions of named groups, the mask not applied.
    package private(set) var groups: [UInt32: UInt32] = [:]
    /// Permissions of the file's own group, the mask not applied.
    package private(set) var owningGroup: UInt32 = 0
    /// What named users and all groups have at most.
    package private(set) var mask: UInt32 = 7

    /// Reads the attribute's value; nothing when it is of another version or broken.
    package init?(parsing bytes: [UInt8]) {
        guard bytes.count >= 4, (bytes.count - 4) % 8 == 0, Self.number(bytes, 0, 4) == 2 else { return nil }
        for offset in stride(from: 4, to: bytes.count, by: 8) {
            let permissions = Self.number(bytes, offset + 2, 2) & 7
            let identifier = Self.number(bytes, offset + 4, 4)
            switch Self.number(bytes, offset, 2) {
            case 0x01, 0x20: continue
            case 0x02: users[identifier] = permissions
            case 0x04: owningGroup = permissions
            case 0x08: groups[identifier, default: 0] |= permissions
            case 0x10: mask = permissions
            default: return nil
            }
        }
    }

    /// Whether a named user or group has a permission.
    func widens(_ bit: UInt32) -> Bool {
        mask & bit != 0 && (users.values.contains { $0 & bit != 0 } || groups.values.contains { $0 & bit != 0 })
    }

    private static func number(_ bytes: [UInt8], _ offset: Int, _ count: Int) -> UInt32 {
        var number: UInt32 = 0
        for index in 0..<count { number |= UInt32(bytes[offset + index]) << UInt32(8 * index) }
        return number
    }
}

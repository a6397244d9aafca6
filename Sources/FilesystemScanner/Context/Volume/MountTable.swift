/// The mounts that this process sees.
///
/// Layout: proc_pid_mountinfo(5): `36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue`, with
/// blanks, tabs, line feeds and backslashes in names written as three octal digits.
package struct MountTable: Sendable {
    /// One mount.
    package struct Mount: Hashable, Sendable {
        /// The number of the device, as the kernel packs it for `stat`.
        package let device: UInt64
        /// The part of the file system that is mounted.
        package let root: [UInt8]
        /// Where it is mounted.
        package let point: [UInt8]
        /// The type of the file system, with its subtype: `ext4`, `fuse.sshfs`.
        package let type: String
        /// What is mounted: a device, a server's folder, a name.
        package let source: [UInt8]
        /// The options of the file system itself.
        package let options: [String]

        /// The value of an option `name=value`.
        func option(_ name: String) -> String? {
            options.first { $0.hasPrefix(name + "=") }.map { String($0.dropFirst(name.utf8.count + 1)) }
        }
    }

    private static let limit = 100_000

    /// The mounts, the later ones over the earlier.
    package let mounts: [Mount]

    package init(parsing text: [UInt8]) {
        mounts = text.split(separator: UInt8(ascii: "\n")).prefix(Self.limit).compactMap(Self.mount)
    }

    /// The mount that a path without links lies in.
    package func mount(of path: [UInt8]) -> Mount? {
        var best: Mount?
        for mount in mounts where Self.contains(mount.point, path) {
            if mount.point.count >= best?.point.count ?? 0 { best = mount }
        }
        return best
    }

    /// Whether a path is a folder or lies below it.
    package static func contains(_ folder: [UInt8], _ path: [UInt8]) -> Bool {
        guard path.starts(with: folder) else { return false }
        return folder.last == UInt8(ascii: "/") || path.count == folder.count
            || path[folder.count] == UInt8(ascii: "/")
    }

    private static func mount(_ line: ArraySlice<UInt8>) -> Mount? {
        let fields = line.split(separator: UInt8(ascii: " "))
        guard let dash = fields.firstIndex(where: { $0.elementsEqual("-".utf8) }), dash >= 6, fields.count > dash + 2
        else { return nil }
        let numbers = String(decoding: fields[2], as: UTF8.self).split(separator: ":").compactMap { UInt64($0) }
        guard numbers.count == 2 else { return nil }
        let options = fields.count > dash + 3 ? String(decoding: fields[dash + 3], as: UTF8.self) : ""
        return Mount(
            device: DeviceNumber.packed(major: numbers[0], minor: numbers[1]), root: unescaped(fields[3]),
            point: unescaped(fields[4]), type: String(decoding: fields[dash + 1], as: UTF8.self),
            source: unescaped(fields[dash + 2]), options: options.split(separator: ",").map(String.init))
    }

    private static func unescaped(_ name: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        var index = name.startIndex
        while index < name.endIndex {
            let digits = name[(index + 1)...].prefix(3)
            if name[index] == UInt8(ascii: "\\"), digits.count == 3, let value = UInt8(octal: digits) {
                result.append(value)
                index += 4
            } else {
                result.append(name[index])
                index += 1
            }
        }
        return result
    }
}

extension UInt8 {
    fileprivate init?(octal digits: ArraySlice<UInt8>) {
        guard digits.allSatisfy({ (0x30...0x37).contains($0) }) else { return nil }
        let value = digits.reduce(0) { $0 << 3 | Int($1 - 0x30) }
        self.init(exactly: value)
    }
}

/// The two halves of a device's number.
enum DeviceNumber {
    /// Packs them as glibc's `makedev` does.
    static func packed(major: UInt64, minor: UInt64) -> UInt64 {
        (major & 0xFFF) << 8 | (major & ~0xFFF) << 32 | minor & 0xFF | (minor & ~0xFF) << 12
    }

    /// The halves as /sys writes them, `8:1`.
    static func text(_ device: UInt64) -> String {
        let major = (device >> 8) & 0xFFF | (device >> 32) & ~0xFFF
        let minor = device & 0xFF | (device >> 12) & ~0xFF
        return "\(UInt32(truncatingIfNeeded: major)):\(UInt32(truncatingIfNeeded: minor))"
    }
}

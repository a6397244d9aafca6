internal import CLinux
internal import Glibc

/// What kind of volumes files lie on, and whether those are encrypted.
struct VolumeTable {
    /// A volume.
    struct Volume {
        /// The type of its file system; that of the topmost one.
        let type: String
        /// Whether a layer that this machine knows of encrypts it.
        ///
        /// Nothing where that cannot be known, as with servers, memory and pools of several devices. Drives that encrypt
        /// themselves cannot be told from others.
        let isEncrypted: Bool?
        /// The one user whom the file system lets in, where it lets in only one.
        let onlyUser: UInt32?
        /// The service that keeps the files on other machines, where it is a file system of its own.
        let service: String?
        let mountPoint: [UInt8]
    }

    private static let depthLimit = 12

    let table: MountTable
    private let sources: ContextSources
    private var known: [[UInt8]: Bool?] = [:]

    init(_ sources: ContextSources) {
        self.sources = sources
        table = MountTable(parsing: SmallFile.bytes(sources.mounts, limit: 16 << 20) ?? [])
    }

    /// The volume of a path without links.
    mutating func volume(of path: [UInt8], device: UInt64) -> Volume? {
        guard let mount = mount(of: path, device: device) else { return nil }
        let isFuse = mount.type == "fuse" || mount.type.hasPrefix("fuse.") || mount.type == "fuseblk"
        let onlyUser =
            isFuse && !mount.options.contains("allow_other") ? mount.option("user_id").flatMap { UInt32($0) } : nil
        return Volume(
            type: mount.type, isEncrypted: isEncrypted(mount, depth: 0), onlyUser: onlyUser,
            service: MountedServices.service(of: mount), mountPoint: mount.point)
    }

    /// The mount that a file lies in: the one on its path, or where another mount hides that one, the one of its device.
    private func mount(of path: [UInt8], device: UInt64) -> MountTable.Mount? {
        let onPath = table.mount(of: path)
        guard let onPath, onPath.device != device else { return onPath }
        // Subvolumes have device numbers that no mount tells.
        return table.mounts.last { $0.device == device && MountTable.contains($0.point, path) } ?? onPath
    }

    private mutating func isEncrypted(_ mount: MountTable.Mount, depth: Int) -> Bool? {
        if let answer = known[mount.point] { return answer }
        guard depth < Self.depthLimit else { return nil }
        let answer = judge(mount, depth: depth)
        known[mount.point] = answer
        return answer
    }

    private mutating func judge(_ mount: MountTable.Mount, depth: Int) -> Bool? {
        switch mount.type {
        case "ecryptfs", "fuse.gocryptfs", "fuse.cryfs", "fuse.encfs", "fuse.securefs", "fuse.cryptomator": return true
        case "tmpfs", "ramfs", "devtmpfs", "zfs": return nil
        case "overlay", "fuse.fuse-overlayfs":
            guard let upper = mount.option("upperdir") else { return nil }
            return isEncrypted(folder: Array(upper.utf8), depth: depth + 1)
        case "btrfs", "bcachefs", "apfs":
            // One file system over several devices: the one that is named speaks for all.
            return encryption(ofSource: mount.source, depth: depth + 1)
        default:
            let number = DeviceNumber.text(mount.device)
            guard number.prefix(while: { $0 != ":" }) != "0" else {
                return encryption(ofSource: mount.source, depth: depth + 1)
            }
            return encryption(ofDevice: number, depth: depth + 1)
        }
    }

    private mutating func isEncrypted(folder: [UInt8], depth: Int) -> Bool? {
        guard depth < Self.depthLimit else { return nil }
        do throws(SystemError) {
            let status = try Descriptor.open(folder, for: .following).status()
            guard let mount = mount(of: folder, device: status.identity.device), mount.type != "overlay" else {
                return nil
            }
            return isEncrypted(mount, depth: depth)
        } catch {
            return nil
        }
    }

    private mutating func encryption(ofSource source: [UInt8], depth: Int) -> Bool? {
        guard source.starts(with: Array("/dev/".utf8)), let facts = FileFacts(source), facts.isBlockDevice else {
            return nil
        }
        return encryption(ofDevice: facts.specialDevice, depth: depth)
    }

    /// Goes down from a device to those that it is made of (Documentation/ABI/stable/sysfs-block and testing/sysfs-block-dm).
    private mutating func encryption(ofDevice number: String, depth: Int) -> Bool? {
        guard depth < Self.depthLimit else { return nil }
        let folder = sources.blockDevices + "/" + number
        if let name = SmallFile.lines(folder + "/dm/uuid", limit: 4_096).first, name.hasPrefix("CRYPT-") { return true }
        if let file = SmallFile.lines(folder + "/loop/backing_file", limit: 8_192).first {
            let path = Array(file.utf8)
            guard let end = path.lastIndex(of: UInt8(ascii: "/")) else { return nil }
            return isEncrypted(folder: Array(path[...max(end - 1, 0)]), depth: depth + 1)
        }
        let parts = SmallFile.names(in: folder + "/slaves")
        if parts.isEmpty {
            return SmallFile.lines(folder + "/dev", limit: 64).isEmpty ? nil : false
        }
        var answers: [Bool?] = []
        for part in parts {
            guard let number = SmallFile.lines(folder + "/slaves/\(part)/dev", limit: 64).first else { return nil }
            answers.append(encryption(ofDevice: String(number), depth: depth + 1))
        }
        if answers.contains(false) { return false }
        return answers.contains(nil) ? nil : true
    }
}

/// What the kernel tells of a path beyond `stat`.
struct FileFacts {
    let identity: FileStatus.Identity
    let isFile: Bool
    let isBlockDevice: Bool
    /// Whether the file system encrypts the file by itself, as fscrypt does; nothing where it cannot tell.
    let isEncrypted: Bool?
    /// The device that a device file stands for, `8:1`.
    let specialDevice: String

    init?(_ path: [UInt8]) {
        var facts = clinux_facts()
        let result = unsafe withCString(path) { unsafe clinux_file_facts($0, &facts) }
        guard result == 0 else { return nil }
        identity = FileStatus.Identity(
            device: DeviceNumber.packed(major: UInt64(facts.device_major), minor: UInt64(facts.device_minor)),
            inode: facts.inode)
        isFile = facts.type == UInt32(S_IFREG)
        isBlockDevice = facts.type == UInt32(S_IFBLK)
        isEncrypted = facts.encrypted < 0 ? nil : facts.encrypted == 1
        specialDevice = "\(facts.special_major):\(facts.special_minor)"
    }
}

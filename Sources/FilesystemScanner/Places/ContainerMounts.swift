extension ContainerMount {
    /// What the folders of another mount namespace are called on this host.
    ///
    /// A container's own layer is the upper folder of its overlay; a volume is a part of a file system that this host has
    /// mounted as well. What exists in the namespace alone, such as a file system in memory, leads nowhere.
    ///
    /// Source: proc_pid_mountinfo(5); Linux, Documentation/filesystems/overlayfs.rst.
    ///
    /// - Parameters:
    ///   - inner: the mounts of a process in the namespace.
    ///   - host: those of this process.
    /// - Returns: The mounts, in the order in which they were made, at most 256 of them.
    package static func mounts(of inner: MountTable, on host: MountTable) -> [ContainerMount] {
        inner.mounts.prefix(4_096).compactMap { mount in
            guard let outside = outside(mount, host), !outside.contains(0), outside.first == UInt8(ascii: "/") else {
                return nil
            }
            return ContainerMount(
                inside: String(decoding: mount.point, as: UTF8.self), outside: String(decoding: outside, as: UTF8.self))
        }.suffix(256)
    }

    private static func outside(_ mount: MountTable.Mount, _ host: MountTable) -> [UInt8]? {
        if mount.type == "overlay" || mount.type == "fuse.fuse-overlayfs" {
            return mount.option("upperdir").map { Array($0.utf8) }
        }
        guard !kernelTypes.contains(mount.type) else { return nil }
        let candidates = host.mounts.filter { $0.device == mount.device && MountTable.contains($0.root, mount.root) }
        guard let best = candidates.max(by: { $0.root.count < $1.root.count }) else { return nil }
        let rest = mount.root.dropFirst(best.root == [UInt8(ascii: "/")] ? 0 : best.root.count)
        let point = best.point == [UInt8(ascii: "/")] ? [] : best.point
        let path = point + (rest.elementsEqual([UInt8(ascii: "/")]) ? [] : Array(rest))
        return path.isEmpty ? [UInt8(ascii: "/")] : path
    }

    /// File systems in which nobody keeps anything.
    private static let kernelTypes: Set<String> = [
        "proc", "sysfs", "devpts", "devtmpfs", "mqueue", "cgroup", "cgroup2", "debugfs", "tracefs", "securityfs", "bpf",
        "pstore", "configfs", "fusectl", "hugetlbfs", "binfmt_misc", "autofs", "nsfs", "ramfs",
    ]
}

internal import CLinux
internal import Glibc
internal import Synchronization

/// An open folder that several threads go through; closed when the last of them lets go.
final class OpenFolder: Sendable {
    let descriptor: Descriptor

    init(_ descriptor: consuming Descriptor) {
        self.descriptor = descriptor
    }

    /// Opens a folder of this one to list it; a link is not followed.
    func open(folder name: [UInt8]) throws(SystemError) -> Descriptor {
        try Descriptor.open(name, in: descriptor, for: .listing)
    }

    /// Opens a file of this one to read it; a link is not followed, and nothing waits for the other end of a pipe.
    ///
    /// Where `keepsAccessTime` is set, the kernel is asked to leave the time of last access alone, which it may refuse.
    @inline(__always)
    func open(
        file entry: FolderNames.Entry, of names: FolderNames, keepsAccessTime: Bool
    ) throws(SystemError) -> Descriptor {
        let kept = keepsAccessTime ? Descriptor.Purpose.noAccessTime : 0
        let flags = Descriptor.Purpose.reading.flags | O_CLOEXEC | kept
        let folder = descriptor.number
        let number = unsafe names.withName(entry) { unsafe openat(folder, $0, flags) }
        guard number >= 0 else { throw SystemError.last }
        return Descriptor(owning: number)
    }

    /// The status of a name; that of a link itself and not of what it leads to.
    @inline(__always)
    func status(of entry: FolderNames.Entry, in names: FolderNames) throws(SystemError) -> FileStatus {
        var status = stat()
        let folder = descriptor.number
        let result = unsafe names.withName(entry) { unsafe fstatat(folder, $0, &status, AT_SYMLINK_NOFOLLOW) }
        guard result == 0 else { throw SystemError.last }
        return FileStatus(status)
    }

    /// What a name stands for, asked without mounting anything; of the folder itself when the name is empty.
    func node(at name: [UInt8]) throws(SystemError) -> FolderNode.Origin {
        var node = clinux_node()
        let folder = descriptor.number
        let error = unsafe withCString(name) { unsafe clinux_node_at(folder, $0, &node) }
        guard error == 0 else { throw SystemError(number: error) }
        return FolderNode.Origin(
            identity: FileStatus.Identity(device: node.device, inode: node.inode), mount: node.mount,
            isFolder: node.mode & S_IFMT == S_IFDIR)
    }

    /// The type of the file system that it lies on.
    var fileSystem: FileSystemType { FileSystemType(clinux_filesystem_type(descriptor.number)) }
}

internal import Glibc
internal import Observation

/// What the kernel tells of a file without opening it.
struct FileStatus: Hashable, Sendable {
    /// What sort of thing a name stands for.
    enum Kind: Hashable, Sendable {
        case file, folder, link, pipe, socket, device, other
    }

    /// What makes a file that file, whatever its names.
    struct Identity: Hashable, Sendable {
        let device: UInt64
        let inode: UInt64
    }

    let kind: Kind
    let identity: Identity
    var size: Int64
    /// How many bytes have blocks on disk; less than the size where there are holes.
    let allocated: Int64
    /// The permission bits, set-user-ID, set-group-ID and sticky bits included.
    let mode: UInt32
    let userID: UInt32
    let groupID: UInt32
    var modified: Timestamp
    /// When anything of it was changed last, its content, owner, mode or names; nobody can set this.
    let changed: Timestamp
    /// How many names it has.
    let links: UInt64

    init(_ status: stat) {
        kind =
            switch status.st_mode & S_IFMT {
            case S_IFREG: .file
            case S_IFDIR: .folder
            case S_IFLNK: .link
            case S_IFIFO: .pipe
            case S_IFSOCK: .socket
            case S_IFCHR, S_IFBLK: .device
            default: .other
            }
        identity = Identity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
        size = Int64(status.st_size)
        allocated = Int64(status.st_blocks) * 512
        mode = UInt32(status.st_mode) & 0o7777
        userID = status.st_uid
        groupID = status.st_gid
        modified = Timestamp(seconds: Int64(status.st_mtim.tv_sec), nanoseconds: Int64(status.st_mtim.tv_nsec))
        changed = Timestamp(seconds: Int64(status.st_ctim.tv_sec), nanoseconds: Int64(status.st_ctim.tv_nsec))
        links = UInt64(status.st_nlink)
    }

    /// The permission bits as four octal digits.
    var modeText: String {
        let digits = String(mode, radix: 8)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}

extension Descriptor {
    /// The names in a folder, sorted by their bytes, and whether there were more than asked for.
    func names(atMost limit: Int) throws(SystemError) -> (names: [[UInt8]], hasMore: Bool) {
        let listing = try Descriptor.open([UInt8(ascii: ".")], in: self, for: .listing)
        let copy = fcntl(listing.number, F_DUPFD_CLOEXEC, 0)
        guard copy >= 0 else { throw SystemError.last }
        guard let stream = unsafe fdopendir(copy) else {
            let error = SystemError.last
            close(copy)
            throw error
        }
        defer { unsafe closedir(stream) }
        var names: [[UInt8]] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe Self.name(of: entry)
            guard name != [UInt8(ascii: ".")], name != [UInt8(ascii: "."), UInt8(ascii: ".")] else { continue }
            guard names.count < limit else { return (names.sorted { $0.lexicographicallyPrecedes($1) }, true) }
            names.append(name)
        }
        return (names.sorted { $0.lexicographicallyPrecedes($1) }, false)
    }

    private static func name(of entry: UnsafeMutablePointer<dirent>) -> [UInt8] {
        // The name ends at its NUL, and the record may be shorter than the type: read through a pointer, not a copy.
        let offset = MemoryLayout<dirent>.offset(of: \dirent.d_name) ?? 19
        let start = unsafe UnsafeRawPointer(entry).advanced(by: offset).assumingMemoryBound(to: UInt8.self)
        let count = unsafe strlen(UnsafeRawPointer(start).assumingMemoryBound(to: CChar.self))
        return unsafe Array(UnsafeBufferPointer(start: start, count: count))
    }
}

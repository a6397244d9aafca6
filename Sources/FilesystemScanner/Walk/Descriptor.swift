internal import Glibc

/// An open file or folder, closed once.
struct Descriptor: ~Copyable {
    /// How something is opened.
    enum Purpose {
        /// To read a file; links are not followed, and a pipe does not wait for its other end.
        case reading
        /// To read a folder's names.
        case listing
        /// To go through a folder.
        case passing
        /// To see what a name leads to, links followed.
        case following

        var flags: CInt {
            switch self {
            case .reading: O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY
            case .listing: O_RDONLY | O_DIRECTORY | O_NOFOLLOW
            case .passing: Self.pathOnly | O_DIRECTORY | O_NOFOLLOW
            case .following: Self.pathOnly
            }
        }

        fileprivate var readsContent: Bool {
            switch self {
            case .reading, .listing: true
            case .passing, .following: false
            }
        }

        // `O_PATH` and `O_NOATIME` of <fcntl.h> on x86-64 and arm64, which Glibc's module hides behind `_GNU_SOURCE`.
        private static let pathOnly: CInt = 0o10_000_000
        static let noAccessTime: CInt = 0o1_000_000
    }

    let number: CInt

    /// Takes an open descriptor over.
    init(owning number: CInt) {
        self.number = number
    }

    deinit {
        close(number)
    }

    /// Opens a name of a folder, or an absolute path.
    ///
    /// The time of last access stays as it was where the kernel allows that, which it does to owners and to root.
    static func open(
        _ name: [UInt8], in folder: borrowing Descriptor, for purpose: Purpose
    ) throws(SystemError) -> Descriptor {
        try open(name, relativeTo: folder.number, purpose)
    }

    /// Opens an absolute path.
    static func open(_ path: [UInt8], for purpose: Purpose) throws(SystemError) -> Descriptor {
        try open(path, relativeTo: AT_FDCWD, purpose)
    }

    private static func open(
        _ name: [UInt8], relativeTo folder: CInt, _ purpose: Purpose
    ) throws(SystemError) -> Descriptor {
        let flags = purpose.flags | O_CLOEXEC
        var number: CInt = -1
        if purpose.readsContent {
            number = unsafe withCString(name) { unsafe openat(folder, $0, flags | Purpose.noAccessTime) }
        }
        if number < 0, !purpose.readsContent || errno == EPERM {
            number = unsafe withCString(name) { unsafe openat(folder, $0, flags) }
        }
        guard number >= 0 else { throw SystemError.last }
        return Descriptor(owning: number)
    }

    /// The path that the kernel has for it, links resolved; nothing where /proc cannot be read.
    var kernelPath: [UInt8]? {
        var room = [CChar](repeating: 0, count: 4_096)
        let count = unsafe readlink("/proc/self/fd/\(number)", &room, room.count)
        guard count > 0, count < room.count else { return nil }
        return room.prefix(count).map { UInt8(bitPattern: $0) }
    }

    /// The status of what is open.
    func status() throws(SystemError) -> FileStatus {
        var status = stat()
        guard unsafe fstat(number, &status) == 0 else { throw SystemError.last }
        return FileStatus(status)
    }

    /// The status of a name in the folder; that of a link itself and not of what it leads to.
    func status(of name: [UInt8]) throws(SystemError) -> FileStatus {
        var status = stat()
        let result = unsafe withCString(name) { unsafe fstatat(number, $0, &status, AT_SYMLINK_NOFOLLOW) }
        guard result == 0 else { throw SystemError.last }
        return FileStatus(status)
    }

    /// Reads on at an offset; zero bytes mean the end.
    func read(into buffer: inout [UInt8], at offset: Int64) throws(SystemError) -> Int {
        while true {
            let count = unsafe buffer.withUnsafeMutableBytes { room in
                unsafe pread(number, room.baseAddress, room.count, off_t(offset))
            }
            if count >= 0 { return count }
            guard errno == EINTR else { throw SystemError.last }
        }
    }

    /// Reads on at an offset into a part of a buffer; zero bytes mean the end.
    func read(into buffer: inout [UInt8], _ part: Range<Int>, at offset: Int64) throws(SystemError) -> Int {
        while true {
            let count = unsafe buffer.withUnsafeMutableBytes { room in
                let part = unsafe UnsafeMutableRawBufferPointer(rebasing: room[part.clamped(to: 0..<room.count)])
                return unsafe pread(number, part.baseAddress, part.count, off_t(offset))
            }
            if count >= 0 { return count }
            guard errno == EINTR else { throw SystemError.last }
        }
    }

    /// The offset of the next byte that is not in a hole; nothing when only a hole follows.
    ///
    /// Where the filesystem knows no holes, the offset itself.
    func nextData(from offset: Int64) -> Int64? {
        let seekData: CInt = 3
        let next = lseek(number, off_t(offset), seekData)
        if next >= 0 { return Int64(next) }
        return errno == ENXIO ? nil : offset
    }

    /// The offset at which the next hole begins; the end of the file where there is none.
    func nextHole(from offset: Int64) -> Int64 {
        let seekHole: CInt = 4
        let next = lseek(number, off_t(offset), seekHole)
        return next >= 0 ? Int64(next) : .max
    }
}

/// Lends a text of bytes as a C string; what follows a NUL is not seen.
func withCString<Result>(_ bytes: [UInt8], _ body: (UnsafePointer<CChar>) -> Result) -> Result {
    var terminated = bytes.map { CChar(bitPattern: $0) }
    terminated.append(0)
    return unsafe terminated.withUnsafeBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return unsafe body("") }
        return unsafe body(base)
    }
}

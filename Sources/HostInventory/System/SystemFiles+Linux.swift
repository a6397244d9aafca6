internal import Glibc

/// Reads files, links and folders with bounds on how much is taken in.
///
/// FIFOs and devices never block it: everything is opened without waiting, and only what the caller names is opened.
enum SystemFiles {
    /// A file's bytes, up to a limit.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - limit: how many bytes are taken in at most.
    /// - Returns: the bytes, and whether they are all of the file.
    /// - Throws: ``ReadFailure`` when it cannot be opened or read.
    static func bytes(
        of path: String, limit: Int
    ) throws(ReadFailure) -> (bytes: [UInt8], isComplete: Bool) {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else { throw ReadFailure(errorNumber: errno) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: min(limit, 16 << 10))
        while bytes.count < limit {
            let wanted = min(chunk.count, limit - bytes.count)
            let count = unsafe chunk.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, wanted) }
            if count < 0 {
                guard errno == EINTR else { throw ReadFailure(errorNumber: errno) }
                continue
            }
            if count == 0 { return (bytes, true) }
            bytes += chunk[..<count]
            // Files of /proc grow while they are read; what a reader of a fixed size needs is asked for in larger steps.
            if count == chunk.count, chunk.count < 1 << 20 {
                chunk = [UInt8](repeating: 0, count: chunk.count * 4)
            }
        }
        return (bytes, false)
    }

    /// A file's text, up to a limit; bytes that are no UTF-8 become replacement characters.
    static func text(of path: String, limit: Int) throws(ReadFailure) -> String {
        String(decoding: try bytes(of: path, limit: limit).bytes, as: UTF8.self)
    }

    /// Where a symbolic link leads.
    static func link(_ path: String) throws(ReadFailure) -> String {
        var target = [UInt8](repeating: 0, count: 4096)
        let count = unsafe target.withUnsafeMutableBytes { target in
            guard let start = target.baseAddress else { return 0 }
            return unsafe readlink(path, start.assumingMemoryBound(to: CChar.self), target.count)
        }
        guard count >= 0 else { throw ReadFailure(errorNumber: errno) }
        return String(decoding: target[..<count], as: UTF8.self)
    }

    /// The names in a folder, without `.` and `..`, in no order.
    ///
    /// - Parameters:
    ///   - path: the folder.
    ///   - limit: how many names are taken in at most.
    /// - Returns: the names.
    /// - Throws: ``ReadFailure`` when the folder cannot be opened.
    static func names(in path: String, limit: Int = 100_000) throws(ReadFailure) -> [String] {
        let folder = try Folder(path)
        var names: [String] = []
        while names.count < limit, let name = folder.next() {
            names.append(name)
        }
        return names
    }

    /// Whether a path leads to something.
    static func exists(_ path: String) -> Bool {
        unsafe access(path, F_OK) == 0
    }

    /// Whether a path leads to a folder.
    static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// The inode number of what a path leads to; nothing when it leads nowhere.
    static func inode(of path: String) -> UInt64? {
        var status = stat()
        return unsafe stat(path, &status) == 0 ? UInt64(status.st_ino) : nil
    }
}

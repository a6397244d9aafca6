internal import Glibc

/// An open folder, closed when nobody needs it any more.
@safe final class Folder {
    private let stream: OpaquePointer

    /// Opens a folder.
    init(_ path: String) throws(ReadFailure) {
        guard let stream = unsafe opendir(path) else { throw ReadFailure(errorNumber: errno) }
        unsafe self.stream = unsafe stream
    }

    deinit {
        unsafe closedir(stream)
    }

    /// The next name, without `.` and `..`.
    func next() -> String? {
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { name in
                unsafe String(decoding: name.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { return name }
        }
        return nil
    }

    /// Makes ``next()`` begin anew, with what is in the folder now.
    func rewind() {
        unsafe rewinddir(stream)
    }

    /// The number of the descriptor that stands for a socket, in a folder such as `/proc/PID/fd`.
    ///
    /// - Complexity: O(n) in the links that are looked at, of which there are `limit` at most.
    func number(ofSocket inode: UInt64, limit: Int) -> Int32? {
        rewind()
        var links = 0
        while links < limit, let name = next() {
            links += 1
            guard let found = try? socketInode(of: name), found == inode else { continue }
            return Int32(name)
        }
        return nil
    }

    /// The number of the socket that a link of this folder stands for, as in `/proc/PID/fd`.
    ///
    /// Nothing for links to anything else, and for those that are gone by now.
    ///
    /// - Throws: ``ReadFailure/denied`` when the link may not be read.
    func socketInode(of name: String) throws(ReadFailure) -> UInt64? {
        var target: InlineArray<40, UInt8> = .init(repeating: 0)
        var span = target.mutableSpan
        let count = unsafe span.withUnsafeMutableBytes { target in
            guard let start = target.baseAddress else { return 0 }
            return unsafe readlinkat(dirfd(stream), name, start.assumingMemoryBound(to: CChar.self), target.count)
        }
        if count < 0 {
            guard case .denied = ReadFailure(errorNumber: errno) else { return nil }
            throw .denied
        }
        return SocketLink.inode(in: target.span.extracting(0..<count))
    }
}

/// The text that a link to a socket reads: `socket:[12345]`.
enum SocketLink {
    /// The number between the brackets; nothing for every other text.
    static func inode(in link: Span<UInt8>) -> UInt64? {
        let prefix: StaticString = "socket:["
        guard link.count > prefix.utf8CodeUnitCount + 1, link[link.count - 1] == UInt8(ascii: "]") else { return nil }
        let matches = prefix.withUTF8Buffer { prefix in
            prefix.indices.allSatisfy { unsafe prefix[$0] == link[$0] }
        }
        guard matches else { return nil }
        var inode: UInt64 = 0
        for index in prefix.utf8CodeUnitCount..<link.count - 1 {
            guard (0x30...0x39).contains(link[index]) else { return nil }
            let (scaled, overflows) = inode.multipliedReportingOverflow(by: 10)
            let (sum, carries) = scaled.addingReportingOverflow(UInt64(link[index] - 0x30))
            guard !overflows, !carries else { return nil }
            inode = sum
        }
        return inode
    }
}

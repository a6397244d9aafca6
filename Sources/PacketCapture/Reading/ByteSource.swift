internal import Glibc

/// Where a capture file's bytes come from: a file, a pipe or standard input, compressed with gzip or not.
///
/// Reads in large pieces. On a virtual machine that took 43 ns a packet where a mapped file took 150 (600 bytes each, all
/// in the cache), because the first touch of each page is dear. It keeps no page of the file resident either, and a file
/// that shrinks meanwhile is a short read instead of a signal.
struct ByteSource: ~Copyable {
    /// Why a read failed.
    enum Failure: Error {
        case unreadable
        case broken(CaptureFileFault)
    }

    private let descriptor: Int32
    private let isOwned: Bool
    private var gzip: GzipStream?
    private var compressed = ByteBuffer(capacity: 64)
    /// Whether the last member ended, so that the file may end too.
    private var isBetweenMembers = false
    private var isAtEnd = false

    /// Opens a file, or takes standard input for `-`.
    init(path: String) throws(Failure) {
        isOwned = path != "-"
        descriptor = isOwned ? unsafe open(path, O_RDONLY | O_CLOEXEC) : STDIN_FILENO
        guard descriptor >= 0 else { throw .unreadable }
        // The kernel then reads further ahead; for pipes it means nothing.
        posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL)
    }

    deinit {
        if isOwned { close(descriptor) }
    }

    /// Says that the data is compressed, and hands in what was read of it already.
    mutating func expandGzip(startingWith bytes: Span<UInt8>) throws(CaptureFileFault) {
        gzip = try GzipStream()
        compressed = ByteBuffer(capacity: 65_536)
        compressed.replace(by: bytes)
    }

    /// Reads some bytes, as many as are there and at most as many as have room.
    ///
    /// - Returns: how many; 0 at the end.
    mutating func read(into room: UnsafeMutableRawBufferPointer) throws(Failure) -> Int {
        guard gzip != nil else { return try unsafe Self.read(descriptor, into: room) }
        while !isAtEnd {
            if compressed.count == 0 {
                let descriptor = descriptor
                let count = try unsafe compressed.fill(atLeast: 1) { (room) throws(Failure) in
                    try unsafe Self.read(descriptor, into: room)
                }
                if count == 0 {
                    isAtEnd = true
                    if !isBetweenMembers { throw .broken(.truncated) }
                    return 0
                }
            }
            let written = try unsafe expand(into: room)
            if written > 0 { return written }
        }
        return 0
    }

    private mutating func expand(into room: UnsafeMutableRawBufferPointer) throws(Failure) -> Int {
        if isBetweenMembers, compressed.withSpan({ $0[0] != 0x1F }) {
            // gzip itself takes no notice of what stands behind the last member, which often is padding.
            isAtEnd = true
            return 0
        }
        do throws(CaptureFileFault) {
            guard
                let step = try compressed.withSpan({ (bytes) throws(CaptureFileFault) in
                    try unsafe gzip?.expand(bytes, into: room)
                })
            else { return 0 }
            compressed.drop(step.read)
            isBetweenMembers = step.hasEnded
            return step.written
        } catch {
            throw .broken(error)
        }
    }

    private static func read(
        _ descriptor: Int32, into room: UnsafeMutableRawBufferPointer
    ) throws(Failure) -> Int {
        while true {
            let count = unsafe Glibc.read(descriptor, room.baseAddress, room.count)
            if count >= 0 { return count }
            guard errno == EINTR else { throw .unreadable }
        }
    }
}

internal import CLinux
internal import Glibc

/// Some of the names of a folder, as the kernel handed them out in one go.
///
/// Layout of an entry: getdents64(2).
struct FolderNames: Sendable {
    /// One name, and what sort of thing it stands for.
    struct Entry {
        /// Where the name stands, without its NUL.
        let range: Range<Int>
        /// What it stands for; nothing where the file system does not tell.
        let kind: FileStatus.Kind?
    }

    /// How many bytes of entries are asked for at once.
    static let roomSize = 64 << 10
    private static let nameOffset = 19

    private(set) var bytes: [UInt8]
    private var count = 0
    private var position = 0

    init() {
        bytes = [UInt8](repeating: 0, count: Self.roomSize)
    }

    /// A copy that needs no more room than its entries.
    var compact: FolderNames {
        var copy = self
        copy.bytes.removeLast(bytes.count - count)
        return copy
    }

    /// Whether there may be an entry that was not yet handed out.
    var hasMore: Bool { position < count }

    /// Asks for the next entries of an open folder.
    ///
    /// - Returns: Whether there were any.
    mutating func fill(from folder: borrowing Descriptor) throws(SystemError) -> Bool {
        let number = folder.number
        let result = unsafe bytes.withUnsafeMutableBufferPointer { room in
            guard let base = room.baseAddress else { return 0 }
            return unsafe clinux_folder_entries(number, base, room.count)
        }
        guard result >= 0 else { throw SystemError(number: CInt(truncatingIfNeeded: -result)) }
        (count, position) = (min(result, bytes.count), 0)
        return count > 0
    }

    /// The next entry; the folder itself and the one above it are passed over.
    mutating func next() -> Entry? {
        while position + Self.nameOffset < count {
            let start = position + Self.nameOffset
            let length = Int(bytes[position + 16]) | Int(bytes[position + 17]) << 8
            let type = bytes[position + 18]
            guard length > Self.nameOffset, position + length <= count else { return nil }
            position += length
            var end = start
            while end < position, bytes[end] != 0 { end += 1 }
            // Without its NUL a name cannot be lent to the system.
            guard end < position, end > start, !isDots(start..<end) else { continue }
            return Entry(range: start..<end, kind: Self.kind(type))
        }
        return nil
    }

    private func isDots(_ range: Range<Int>) -> Bool {
        range.count <= 2 && range.allSatisfy { bytes[$0] == UInt8(ascii: ".") }
    }

    private static func kind(_ type: UInt8) -> FileStatus.Kind? {
        switch type {
        case 8: .file
        case 4: .folder
        case 10: .link
        case 1: .pipe
        case 12: .socket
        case 2, 6: .device
        case 0: nil
        default: .other
        }
    }

    /// The bytes of a name.
    func name(_ entry: Entry) -> [UInt8] { Array(bytes[entry.range]) }

    /// Lends a name as a C string.
    @inline(__always)
    func withName<Result>(_ entry: Entry, _ body: (UnsafePointer<CChar>) -> Result) -> Result {
        unsafe bytes.withUnsafeBytes { raw in
            guard let base = raw.baseAddress else { return unsafe body("") }
            // The NUL behind the range was seen.
            return unsafe body((base + entry.range.lowerBound).assumingMemoryBound(to: CChar.self))
        }
    }
}

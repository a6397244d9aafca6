/// A file that a place led to, or a folder that is taken as one thing.
struct FoundFile: Sendable {
    /// The path on which it was found.
    let path: [UInt8]
    /// The path to open it by: the same, or where the last link on the way leads.
    let location: [UInt8]
    let status: FileStatus
    let access: FileAccess

    /// The last name of the path.
    var name: [UInt8] {
        Array(path[((path.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1)...])
    }

    /// The path as text, invalid UTF-8 replaced.
    var pathText: String { String(decoding: path, as: UTF8.self) }
}

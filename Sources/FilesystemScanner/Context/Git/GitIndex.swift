/// The names that git tracks in a work tree, as its index has them.
///
/// Layout: gitformat-index(5), versions 2 to 4. Names are kept as hash values, so that an index of millions of files takes
/// little memory.
struct GitIndex {
    /// Why an index was not read.
    enum Problem: String, Error {
        case tooLarge = "git index larger than is read"
        case broken = "git index that is broken or of an unknown version"
        case split = "git index that is split in two files"
    }

    /// How large an index may be, in bytes.
    static let sizeLimit = 128 << 20

    private var names: Set<Int> = []
    /// Folders of a sparse index that stand for all that lies below them.
    private var sparseFolders: Set<Int> = []

    init() {}

    /// Reads an index.
    init(parsing bytes: [UInt8]) throws(Problem) {
        guard bytes.count >= 12 + GitObjectID.byteCount, bytes.starts(with: Array("DIRC".utf8)) else { throw .broken }
        let version = Self.number(bytes, 4)
        guard (2...4).contains(version) else { throw .broken }
        var offset = 12
        var name: [UInt8] = []
        for _ in 0..<Self.number(bytes, 8) {
            try Self.readEntry(bytes, &offset, version: version, into: &name)
            insert(name)
        }
        try Self.checkExtensions(bytes, offset)
    }

    /// Whether a name, relative to the work tree, is tracked; a folder is when something below it is.
    func tracks(_ path: [UInt8]) -> Bool {
        if names.contains(NameHash.of(path[...])) { return true }
        guard !sparseFolders.isEmpty else { return false }
        return path.indices.contains { index in
            path[index] == UInt8(ascii: "/") && sparseFolders.contains(NameHash.of(path[..<index]))
        }
    }

    private mutating func insert(_ name: [UInt8]) {
        let slash = UInt8(ascii: "/")
        if name.last == slash { sparseFolders.insert(NameHash.of(name.dropLast())) }
        guard names.insert(NameHash.of(name[...])).inserted else { return }
        var folder = name[...]
        while let end = folder.lastIndex(of: slash) {
            folder = folder[..<end]
            guard names.insert(NameHash.of(folder)).inserted else { return }
        }
    }

    /// Reads one entry's name; in version 4 it shares its beginning with the name before.
    private static func readEntry(
        _ bytes: [UInt8], _ offset: inout Int, version: Int, into name: inout [UInt8]
    ) throws(Problem) {
        let start = offset
        let flagsOffset = start + 40 + GitObjectID.byteCount
        guard flagsOffset + 2 <= bytes.count else { throw .broken }
        offset = flagsOffset + 2
        if bytes[flagsOffset] & 0x40 != 0 {
            guard version >= 3 else { throw .broken }
            offset += 2
        }
        if version == 4 {
            let removed = try distance(bytes, &offset)
            guard removed <= name.count else { throw .broken }
            name.removeLast(removed)
        } else {
            name.removeAll(keepingCapacity: true)
        }
        guard offset < bytes.count, let end = bytes[offset...].firstIndex(of: 0) else { throw .broken }
        name += bytes[offset..<end]
        // Before version 4, one to eight NULs bring the entry's length to a multiple of eight.
        offset = version == 4 ? end + 1 : start + ((end - start) / 8 + 1) * 8
    }

    private static func distance(_ bytes: [UInt8], _ offset: inout Int) throws(Problem) -> Int {
        var distance = 0
        for step in 0..<5 {
            guard offset < bytes.count else { throw .broken }
            let byte = bytes[offset]
            offset += 1
            distance = (step == 0 ? 0 : (distance + 1) << 7) | Int(byte & 0x7F)
            if byte & 0x80 == 0 { return distance }
        }
        throw .broken
    }

    /// Looks for an extension without which the entries are not all.
    private static func checkExtensions(_ bytes: [UInt8], _ start: Int) throws(Problem) {
        var offset = start
        while offset + 8 + GitObjectID.byteCount <= bytes.count {
            if bytes[offset..<(offset + 4)].elementsEqual("link".utf8) { throw .split }
            offset += 8 + number(bytes, offset + 4)
        }
    }

    private static func number(_ bytes: [UInt8], _ offset: Int) -> Int {
        (0..<4).reduce(0) { $0 << 8 | Int(bytes[offset + $1]) }
    }
}

/// One object of a git repository.
struct GitObject {
    enum Kind: UInt8 {
        case commit = 1
        case tree = 2
        case blob = 3
        case tag = 4

        init?(named name: ArraySlice<UInt8>) {
            switch String(decoding: name, as: UTF8.self) {
            case "commit": self = .commit
            case "tree": self = .tree
            case "blob": self = .blob
            case "tag": self = .tag
            default: return nil
            }
        }
    }

    /// A line of a tree.
    struct TreeEntry {
        let name: ArraySlice<UInt8>
        let id: GitObjectID
        let isFolder: Bool
    }

    let kind: Kind
    let bytes: [UInt8]

    /// Reads an object that is kept alone: its kind, its size, a NUL and its content.
    init?(loose text: [UInt8]) {
        guard let end = text.firstIndex(of: 0), let blank = text[..<end].firstIndex(of: UInt8(ascii: " ")) else {
            return nil
        }
        guard let kind = Kind(named: text[..<blank]) else { return nil }
        self.init(kind: kind, bytes: Array(text[(end + 1)...]))
    }

    init(kind: Kind, bytes: [UInt8]) {
        self.kind = kind
        self.bytes = bytes
    }

    /// The lines of a tree, up to the first that is broken.
    func forEachTreeEntry(_ body: (TreeEntry) -> Void) {
        guard kind == .tree else { return }
        var offset = 0
        while offset < bytes.count {
            guard let end = bytes[offset...].firstIndex(of: 0), let id = GitObjectID(bytes, at: end + 1),
                let blank = bytes[offset..<end].firstIndex(of: UInt8(ascii: " "))
            else { return }
            let mode = bytes[offset..<blank]
            body(
                TreeEntry(
                    name: bytes[(blank + 1)..<end], id: id,
                    isFolder: mode.elementsEqual("40000".utf8) || mode.elementsEqual("040000".utf8)))
            offset = end + 1 + GitObjectID.byteCount
        }
    }

    /// The objects that the head of a commit or a tag names with a word, `tree`, `parent` or `object`.
    func ids(named word: String) -> [GitObjectID] {
        var ids: [GitObjectID] = []
        var rest = bytes[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")), end > rest.startIndex {
            let line = rest[..<end]
            if line.starts(with: Array("\(word) ".utf8)),
                let id = GitObjectID(hexadecimal: line.dropFirst(word.utf8.count + 1))
            {
                ids.append(id)
            }
            rest = rest[(end + 1)...]
        }
        return ids
    }

    /// Builds an object out of the one that it was made from and what changed (gitformat-pack(5), "Deltified
    /// representation"); nothing when the two do not fit.
    static func applying(_ delta: [UInt8], to base: [UInt8], limit: Int) -> [UInt8]? {
        var offset = 0
        guard size(delta, &offset) == base.count, let wanted = size(delta, &offset), wanted <= limit else { return nil }
        var result: [UInt8] = []
        result.reserveCapacity(wanted)
        while offset < delta.count {
            let operation = delta[offset]
            offset += 1
            if operation & 0x80 == 0 {
                let count = Int(operation)
                guard count > 0, delta.count - offset >= count else { return nil }
                result += delta[offset..<(offset + count)]
                offset += count
            } else {
                guard let range = copied(operation, delta, &offset), range.upperBound <= base.count else { return nil }
                result += base[range]
            }
            guard result.count <= wanted else { return nil }
        }
        return result.count == wanted ? result : nil
    }

    private static func copied(_ operation: UInt8, _ delta: [UInt8], _ offset: inout Int) -> Range<Int>? {
        var (start, count) = (0, 0)
        for bit in 0..<7 where operation & (1 << UInt8(bit)) != 0 {
            guard offset < delta.count else { return nil }
            if bit < 4 {
                start |= Int(delta[offset]) << (8 * bit)
            } else {
                count |= Int(delta[offset]) << (8 * (bit - 4))
            }
            offset += 1
        }
        return start..<(start + (count == 0 ? 0x10000 : count))
    }

    private static func size(_ delta: [UInt8], _ offset: inout Int) -> Int? {
        var (size, shift) = (0, 0)
        while offset < delta.count, shift < 57 {
            let byte = delta[offset]
            offset += 1
            size |= Int(byte & 0x7F) << shift
            if byte & 0x80 == 0 { return size }
            shift += 7
        }
        return nil
    }
}

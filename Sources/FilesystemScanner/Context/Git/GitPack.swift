/// One pack of objects with its index.
///
/// Layout: gitformat-pack(5), indexes of version 1 and 2, packs of version 2 and 3.
final class GitPack {
    /// What stands at an offset of the pack, before a delta is resolved.
    enum Entry {
        case whole(GitObject.Kind, size: Int, dataOffset: Int64)
        case deltaOfOffset(Int64, size: Int, dataOffset: Int64)
        case deltaOfObject(GitObjectID, size: Int, dataOffset: Int64)
    }

    let pack: Descriptor
    private let index: Descriptor
    private let fanout: [UInt32]
    private let isFirstVersion: Bool
    private var rows: [UInt8: [UInt8]] = [:]
    /// How many bytes of names with the same first byte are kept.
    private static let rowLimit = 64 << 10

    /// Opens a pack by its path without the suffix; nothing when its index is none that is read.
    init?(_ path: [UInt8]) throws(SystemError) {
        index = try Descriptor.open(path + Array(".idx".utf8), for: .reading)
        pack = try Descriptor.open(path + Array(".pack".utf8), for: .reading)
        let start = try Self.bytes(index, at: 0, count: 8 + 1_024)
        guard start.count >= 1_024 else { return nil }
        isFirstVersion = !start.starts(with: [0xFF, 0x74, 0x4F, 0x63])
        guard isFirstVersion || (Self.number(start, 4) == 2 && start.count == 1_032) else { return nil }
        let offset = isFirstVersion ? 0 : 8
        fanout = (0..<256).map { Self.number(start, offset + 4 * $0) }
        guard zip(fanout, fanout.dropFirst()).allSatisfy({ $0 <= $1 }) else { return nil }
    }

    /// Where an object stands in the pack; nothing when it is not there.
    func offset(of id: GitObjectID) throws(SystemError) -> Int64? {
        let wanted = id.bytes
        var low = wanted[0] == 0 ? 0 : Int(fanout[Int(wanted[0]) - 1])
        var high = Int(fanout[Int(wanted[0])])
        let stride = isFirstVersion ? 24 : 20
        // All names that share the first byte are read at once and kept; of very large packs they are looked up one by one.
        if (high - low) * stride <= Self.rowLimit {
            let names = try row(wanted[0], low..<high, stride)
            let start = low
            return try search(&low, &high, for: wanted) { rank throws(SystemError) in
                let offset = (rank - start) * 20
                return names.count >= offset + 20 ? names[offset..<(offset + 20)] : []
            }
        }
        return try search(&low, &high, for: wanted) { rank throws(SystemError) in
            let place = (isFirstVersion ? 1_028 : 1_032) + rank * stride
            return try Self.bytes(index, at: Int64(place), count: 20)[...]
        }
    }

    private func search(
        _ low: inout Int, _ high: inout Int, for wanted: [UInt8],
        _ name: (Int) throws(SystemError) -> ArraySlice<UInt8>
    ) throws(SystemError) -> Int64? {
        while low < high {
            let middle = (low + high) / 2
            let found = try name(middle)
            guard found.count == 20 else { return nil }
            if found.elementsEqual(wanted) { return try position(middle) }
            if found.lexicographicallyPrecedes(wanted) { low = middle + 1 } else { high = middle }
        }
        return nil
    }

    /// The names that begin with a byte, one after the other.
    private func row(_ first: UInt8, _ ranks: Range<Int>, _ stride: Int) throws(SystemError) -> [UInt8] {
        if let known = rows[first] { return known }
        let start = (isFirstVersion ? 1_024 : 1_032) + ranks.lowerBound * stride
        var names = try Self.bytes(index, at: Int64(start), count: ranks.count * stride)
        if isFirstVersion {
            names = Swift.stride(from: 4, to: names.count, by: stride).flatMap { names[$0..<min($0 + 20, names.count)] }
        }
        rows[first] = names
        return names
    }

    private func position(_ rank: Int) throws(SystemError) -> Int64? {
        if isFirstVersion {
            let bytes = try Self.bytes(index, at: Int64(1_024 + rank * 24), count: 4)
            return bytes.count == 4 ? Int64(Self.number(bytes, 0)) : nil
        }
        let count = Int(fanout[255])
        let bytes = try Self.bytes(index, at: Int64(1_032 + count * 24 + rank * 4), count: 4)
        guard bytes.count == 4 else { return nil }
        let short = Self.number(bytes, 0)
        guard short & 0x8000_0000 != 0 else { return Int64(short) }
        let long = try Self.bytes(
            index, at: Int64(1_032 + count * 28) + Int64(short & 0x7FFF_FFFF) * 8, count: 8)
        guard long.count == 8 else { return nil }
        return Int64(exactly: UInt64(Self.number(long, 0)) << 32 | UInt64(Self.number(long, 4)))
    }

    /// Reads the head of what stands at an offset; nothing when it is none.
    func entry(at offset: Int64) throws(SystemError) -> Entry? {
        let head = try Self.bytes(pack, at: offset, count: 64)
        guard let first = head.first else { return nil }
        var (size, shift, index) = (Int(first & 0x0F), 4, 1)
        var byte = first
        while byte & 0x80 != 0 {
            guard index < head.count, shift < 57 else { return nil }
            byte = head[index]
            size |= Int(byte & 0x7F) << shift
            shift += 7
            index += 1
        }
        switch (first >> 4) & 7 {
        case 6:
            guard let distance = Self.distance(head, &index), distance > 0, distance < offset else { return nil }
            return .deltaOfOffset(offset - distance, size: size, dataOffset: offset + Int64(index))
        case 7:
            guard let base = GitObjectID(head, at: index) else { return nil }
            return .deltaOfObject(base, size: size, dataOffset: offset + Int64(index + 20))
        case let number:
            guard let kind = GitObject.Kind(rawValue: number) else { return nil }
            return .whole(kind, size: size, dataOffset: offset + Int64(index))
        }
    }

    private static func distance(_ head: [UInt8], _ index: inout Int) -> Int64? {
        var distance: Int64 = 0
        for step in 0..<8 {
            guard index < head.count else { return nil }
            let byte = head[index]
            index += 1
            distance = (step == 0 ? 0 : (distance + 1) << 7) | Int64(byte & 0x7F)
            if byte & 0x80 == 0 { return distance }
        }
        return nil
    }

    private static func bytes(
        _ file: borrowing Descriptor, at offset: Int64, count: Int
    ) throws(SystemError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let filled = try file.read(into: &bytes, at: offset)
        if filled < count { bytes.removeLast(count - filled) }
        return bytes
    }

    private static func number(_ bytes: [UInt8], _ offset: Int) -> UInt32 {
        (0..<4).reduce(0) { $0 << 8 | UInt32(bytes[offset + $1]) }
    }
}

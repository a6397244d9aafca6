internal import CZlib
internal import CZstd

/// A sorted table of a LevelDB.
///
/// Layout: LevelDB's `doc/table_format.md`: a footer names the index, the index the blocks, each with its kind of
/// compression and a masked CRC32C behind it.
struct LevelDBTable {
    private static let magic: UInt64 = 0xDB47_7524_8B80_FB57
    private static let footerBytes = 48
    private static let trailerBytes = 5

    private let source: ByteSource
    private let limit: Int
    private let mayUnpack: (Int) -> Bool

    /// - Parameters:
    ///   - source: The file.
    ///   - limit: The most bytes of one block, unpacked.
    ///   - mayUnpack: Asked before as many bytes are unpacked.
    init(_ source: ByteSource, limit: Int, mayUnpack: @escaping (Int) -> Bool) {
        self.source = source
        self.limit = limit
        self.mayUnpack = mayUnpack
    }

    /// Calls with each record until told no; blocks that are damaged are noted and passed over.
    func forEach(note: (ExtractionGap) -> Void, _ body: LevelDBVisitor) throws(ExtractionGap) {
        guard source.count >= Int64(Self.footerBytes) else { throw .truncated }
        let footer = try source.whole(Self.footerBytes, at: source.count - Int64(Self.footerBytes))
        var end = ByteReader(footer, 40..<48)
        guard try end.little(8) == Self.magic else { throw .unsupported("table that is not LevelDB's") }
        var handles = ByteReader(footer, 0..<40)
        _ = try (handles.variable(), handles.variable())
        let index = try block(try handles.variable(), try handles.variable())
        var isStopped = false
        try Self.entries(of: index) { _, value in
            do throws(ExtractionGap) {
                var handle = ByteReader(value)
                let data = try block(try handle.variable(), try handle.variable())
                try Self.entries(of: data) { key, value in
                    guard let record = Self.record(key, value) else {
                        note(.malformed)
                        return true
                    }
                    isStopped = !body(record)
                    return !isStopped
                }
            } catch {
                note(error)
            }
            return !isStopped
        }
    }

    /// A key of a table has the number of the write and its kind at its end, eight bytes.
    private static func record(_ key: [UInt8], _ value: [UInt8]) -> LevelDBRecord? {
        guard key.count >= 8 else { return nil }
        let tail = key.suffix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard tail & 0xFF <= 1 else { return nil }
        return LevelDBRecord(
            key: Array(key.dropLast(8)), value: value, sequence: tail >> 8, isDeletion: tail & 0xFF == 0)
    }

    /// Calls with each entry of a block: a key shares its beginning with the one before it.
    static func entries(
        of block: [UInt8], _ body: (_ key: [UInt8], _ value: [UInt8]) -> Bool
    ) throws(ExtractionGap) {
        guard block.count >= 4 else { throw .malformed }
        var tail = ByteReader(block, block.count - 4..<block.count)
        let restarts = try tail.little32()
        guard restarts <= (block.count - 4) / 4 else { throw .malformed }
        var reader = ByteReader(block, 0..<block.count - 4 - restarts * 4)
        var key: [UInt8] = []
        while !reader.isAtEnd {
            let shared = try reader.variable()
            let (added, length) = (try reader.variable(), try reader.variable())
            guard shared <= UInt64(key.count), let added = Int(exactly: added), let length = Int(exactly: length) else {
                throw .malformed
            }
            key.removeLast(key.count - Int(shared))
            key += block[try reader.range(added)]
            guard body(key, Array(block[try reader.range(length)])) else { return }
        }
    }

    private func block(_ offset: UInt64, _ size: UInt64) throws(ExtractionGap) -> [UInt8] {
        guard let offset = Int64(exactly: offset), let size = Int(exactly: size) else { throw .malformed }
        guard size <= limit else { throw .capped("bytes of one block") }
        var bytes = try source.whole(size + Self.trailerBytes, at: offset)
        var trailer = ByteReader(bytes, size..<bytes.count)
        let kind = try trailer.byte()
        let checksum = UInt32(truncatingIfNeeded: try trailer.little(4))
        guard CRC32C.masked(CRC32C.of(bytes, 0..<size + 1)) == checksum else { throw .badChecksum }
        bytes.removeLast(Self.trailerBytes)
        switch kind {
        case 0: return bytes
        case 1:
            let unpacked = try Snappy.unpack(bytes, limit: limit)
            guard mayUnpack(unpacked.count) else { throw .capped("unpacked bytes of a block") }
            return unpacked
        // LevelDB's number for zstd was others' for zlib, who number the bare kind 4.
        case 2: return try bytes.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) ? unpackZstandard(bytes) : inflate(bytes, 15)
        case 4: return try inflate(bytes, -15)
        default: throw .unsupported("compression of a LevelDB block")
        }
    }

    private func unpackZstandard(_ bytes: [UInt8]) throws(ExtractionGap) -> [UInt8] {
        let announced = unsafe bytes.withUnsafeBytes { unsafe ZSTD_getFrameContentSize($0.baseAddress, $0.count) }
        guard announced <= UInt64(limit), mayUnpack(Int(announced)) else { throw .capped("unpacked bytes of a block") }
        var output = [UInt8](repeating: 0, count: max(1, Int(announced)))
        let count = unsafe output.withUnsafeMutableBytes { output in
            unsafe bytes.withUnsafeBytes { input in
                unsafe ZSTD_decompress(output.baseAddress, output.count, input.baseAddress, input.count)
            }
        }
        guard ZSTD_isError(count) == 0, count <= output.count else { throw .malformed }
        return Array(output.prefix(count))
    }

    private func inflate(_ bytes: [UInt8], _ windowBits: Int32) throws(ExtractionGap) -> [UInt8] {
        var stream = unsafe z_stream()
        guard unsafe inflateInit2_(&stream, windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            throw .malformed
        }
        defer { unsafe inflateEnd(&stream) }
        var (input, output) = (bytes, [UInt8]())
        var room = [UInt8](repeating: 0, count: 64 << 10)
        let status: ExtractionGap? = unsafe input.withUnsafeMutableBufferPointer { input in
            unsafe stream.next_in = input.baseAddress
            unsafe stream.avail_in = UInt32(clamping: input.count)
            while true {
                let result = unsafe room.withUnsafeMutableBufferPointer { room in
                    unsafe stream.next_out = room.baseAddress
                    unsafe stream.avail_out = UInt32(clamping: room.count)
                    return unsafe CZlib.inflate(&stream, Z_NO_FLUSH)
                }
                let count = unsafe room.count - Int(stream.avail_out)
                guard output.count + count <= limit, mayUnpack(count) else {
                    return .capped("unpacked bytes of a block")
                }
                output += room.prefix(count)
                if result == Z_STREAM_END { return nil }
                guard result == Z_OK, count > 0 else { return .malformed }
            }
        }
        if let status { throw status }
        return output
    }
}

/// A file of systemd's journal.
///
/// Layout: systemd's `journal-def.h` and its page "Journal File Format": objects behind one another, of which data objects
/// hold `FIELD=value` once for all entries that have it, and entries name their data by offset.
struct JournalFile {
    /// How a data object is packed.
    enum Packing: UInt8 {
        case none = 0
        case xz = 1
        case lz4 = 2
        case zstandard = 4
    }

    /// An object that has been come to.
    enum Object {
        /// Where its payload stands.
        case data(payload: Range<Int64>, Packing)
        /// The number of the entry, and the offsets of its data.
        case entry(sequence: UInt64, data: [Int64])
    }

    private static let itemLimit = 4_096
    private static let signature = Array("LPKSHHRH".utf8)

    private let source: ByteSource
    private let isCompact: Bool
    private let firstObject: Int64

    /// Reads the head.
    ///
    /// - Throws: ``ExtractionGap`` when there is none, or it asks for a feature that is not known.
    init(_ source: ByteSource) throws(ExtractionGap) {
        self.source = source
        let head = try source.whole(96, at: 0)
        guard head.starts(with: Self.signature) else { throw .malformed }
        var reader = ByteReader(head, 12..<96)
        let flags = try reader.little(4)
        guard flags & ~0x1F == 0 else { throw .unsupported("feature of a journal file") }
        isCompact = flags & 0x10 != 0
        var size = ByteReader(head, 88..<96)
        guard let first = Int64(exactly: try size.little(8)), first >= 208, first % 8 == 0 else { throw .malformed }
        firstObject = first
    }

    /// Calls with each data object and entry in the order in which they stand, until told no.
    func forEach(_ body: (_ offset: Int64, Object) -> Bool) throws(ExtractionGap) {
        var bytes = WindowedSource(source)
        try bytes.skip(min(firstObject, bytes.left))
        while bytes.left >= 16 {
            let start = bytes.offset
            let word = try bytes.little(8)
            let (type, flags) = (UInt8(truncatingIfNeeded: word), UInt8(truncatingIfNeeded: word >> 8))
            // Room that is reserved and not written to.
            if type == 0 { return }
            guard let size = Int64(exactly: try bytes.little(8)), size >= 16, size <= source.count - start, type <= 7
            else {
                throw bytes.left < 16 ? .truncated : .malformed
            }
            let end = start + size
            if let object = try object(type, flags, start..<end, &bytes), !body(start, object) { return }
            // Objects begin at multiples of eight.
            let next = (end + 7) & ~7
            guard next <= source.count else { return }
            try bytes.skip(next - bytes.offset)
        }
    }

    /// The data object at an offset.
    func data(at offset: Int64) throws(ExtractionGap) -> (payload: Range<Int64>, packing: Packing) {
        var reader = ByteReader(try source.whole(16, at: offset))
        let (type, flags) = (try reader.byte(), try reader.byte())
        try reader.skip(6)
        guard type == 1, let size = Int64(exactly: try reader.little(8)), size <= source.count - offset else {
            throw .malformed
        }
        return try data(flags, offset..<offset + max(0, size))
    }

    private func object(
        _ type: UInt8, _ flags: UInt8, _ range: Range<Int64>, _ bytes: inout WindowedSource
    ) throws(ExtractionGap) -> Object? {
        switch type {
        case 1:
            let (payload, packing) = try data(flags, range)
            return .data(payload: payload, packing)
        case 3:
            guard range.count >= 64 else { throw .malformed }
            let sequence = try bytes.little(8)
            try bytes.skip(40)
            let width: Int64 = isCompact ? 4 : 16
            let items = (range.upperBound - bytes.offset) / width
            guard items <= Self.itemLimit else { throw .malformed }
            var data: [Int64] = []
            for _ in 0..<items {
                data.append(Int64(clamping: try bytes.little(isCompact ? 4 : 8)))
                if !isCompact { try bytes.skip(8) }
            }
            return .entry(sequence: sequence, data: data)
        default: return nil
        }
    }

    private func data(
        _ flags: UInt8, _ range: Range<Int64>
    ) throws(ExtractionGap) -> (payload: Range<Int64>, packing: Packing) {
        let start = range.lowerBound + (isCompact ? 72 : 64)
        guard start <= range.upperBound, let packing = Packing(rawValue: flags & 7) else { throw .malformed }
        return (start..<range.upperBound, packing)
    }
}

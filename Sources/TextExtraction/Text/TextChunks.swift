/// The characters of a text as UTF-8, a chunk at a time, whatever they are stored as.
struct TextChunks {
    private static let byteCount = 1 << 16

    /// What the system failed with, where it did; the text ends there.
    private(set) var failure: InputError?

    private let bytes: ByteSource
    private var encoding: TextEncoding?
    private var offset: Int64 = 0

    init(_ bytes: ByteSource) {
        self.bytes = bytes
    }

    /// The next characters; none at the end.
    mutating func next() -> [UInt8] {
        guard failure == nil else { return [] }
        do {
            guard let encoding else { return try first() }
            return try more(encoding)
        } catch {
            failure = error
            return []
        }
    }

    private mutating func first() throws(InputError) -> [UInt8] {
        let beginning = try bytes.bytes(FileFormat.beginningByteCount, at: 0)
        let found = TextEncoding(beginning: beginning.span)
        encoding = found
        offset = Int64(found.markByteCount(beginning.span))
        return try more(found)
    }

    private mutating func more(_ encoding: TextEncoding) throws(InputError) -> [UInt8] {
        var chunk = try bytes.bytes(Self.byteCount, at: offset)
        guard encoding.isWide else {
            offset += Int64(chunk.count)
            return chunk
        }
        let isBigEndian = encoding == .utf16BigEndian
        // A pair of surrogates stays together: the first half waits for the next chunk, unless nothing follows.
        if chunk.count == Self.byteCount, (0xD8..<0xDC).contains(chunk[chunk.count - (isBigEndian ? 2 : 1)]) {
            chunk.removeLast(2)
        }
        offset += Int64(chunk.count)
        return TextEncoding.utf8(fromUTF16: chunk, isBigEndian: isBigEndian)
    }
}

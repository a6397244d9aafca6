/// The encoded stretches of a text, decoded and put one behind the other.
struct DecodedText {
    /// One decoded stretch.
    struct Piece {
        /// Where it was made from.
        let region: EncodedRegion
        /// What it was compressed with when it was decoded.
        let compression: ContentEncoding?
        /// Where it lies among the decoded bytes.
        let range: Range<Int>
    }

    /// What one compressed stretch may become.
    private static let inflatedLimit = 1 << 20

    private(set) var bytes: [UInt8] = []
    private(set) var pieces: [Piece] = []
    /// Whether something was left out because it would have been too much.
    private(set) var isCut = false

    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: bytes.count < 1 << 20)
        pieces.removeAll(keepingCapacity: true)
        isCut = false
    }

    /// Decodes a stretch of a text, unless all of them become more than a limit.
    mutating func append(_ region: EncodedRegion, of text: Span<UInt8>, limit: Int) {
        let start = bytes.count
        guard start < limit else {
            isCut = true
            return
        }
        var decoded = bytes
        bytes = []
        var isFull = false
        region.decode(text) { byte, _, _ in
            decoded.append(byte)
            isFull = decoded.count >= limit
            return !isFull
        }
        bytes = decoded
        isCut = isCut || isFull
        close(region, nil, from: start)
        guard let compression = region.compression(in: text) else { return }
        let compressed = Array(bytes[start..<max(start, bytes.count - 1)])
        let inflated = bytes.count
        let room = min(Self.inflatedLimit, limit - inflated)
        guard room > 0, Inflation.append(compressed.span, to: &bytes, limit: room) else {
            isCut = true
            return close(region, compression, from: inflated)
        }
        close(region, compression, from: inflated)
    }

    /// Makes a piece of what was appended, and sets the next one apart from it.
    private mutating func close(_ region: EncodedRegion, _ compression: ContentEncoding?, from start: Int) {
        guard bytes.count > start else { return }
        pieces.append(Piece(region: region, compression: compression, range: start..<bytes.count))
        bytes.append(0x0A)
    }

    /// The number of the piece that an offset lies in.
    func piece(at offset: Int) -> Int? {
        var (low, high) = (0, pieces.count)
        while low < high {
            let middle = (low + high) / 2
            if pieces[middle].range.upperBound > offset { high = middle } else { low = middle + 1 }
        }
        return low < pieces.count && pieces[low].range.contains(offset) ? low : nil
    }
}

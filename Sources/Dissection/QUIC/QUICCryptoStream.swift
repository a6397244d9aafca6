/// Puts the handshake of one side together from pieces in any order.
///
/// RFC 9000, section 19.6. Where pieces overlap, the first one wins.
struct QUICCryptoStream {
    /// The longest handshake that is put together.
    static let limit = 65_536

    /// How many pieces may lie apart from each other.
    private static let rangeLimit = 1_024

    /// What became of a piece.
    enum Outcome {
        case taken
        /// It says otherwise than what lay at the same place before.
        case contradicting
        /// It reaches beyond the limit, or there are too many holes.
        case tooLarge
    }

    private var bytes: [UInt8] = []
    /// What has arrived: apart from each other, in order.
    private var ranges: [Range<Int>] = []

    /// Bytes that are kept, holes included.
    var bufferedByteCount: Int { bytes.count }

    /// How many bytes have arrived from the beginning on without a hole.
    var contiguousByteCount: Int {
        guard let first = ranges.first, first.lowerBound == 0 else { return 0 }
        return first.upperBound
    }

    /// Takes in a piece.
    mutating func insert(_ piece: Span<UInt8>, at place: UInt64) -> Outcome {
        guard place <= UInt64(Self.limit), piece.count <= Self.limit - Int(place) else { return .tooLarge }
        guard piece.count > 0 else { return .taken }
        let start = Int(place)
        let end = start + piece.count
        // Neighbours are joined as well as those that overlap.
        let first = firstRange(reaching: start)
        var last = first
        while last < ranges.count, ranges[last].lowerBound <= end { last += 1 }
        guard first < last || ranges.count < Self.rangeLimit else { return .tooLarge }
        if bytes.count < end { bytes.append(contentsOf: repeatElement(0, count: end - bytes.count)) }
        let isConsistent = fill(start, piece, around: first..<last)
        let joined =
            first < last
            ? min(start, ranges[first].lowerBound)..<max(end, ranges[last - 1].upperBound) : start..<end
        ranges.replaceSubrange(first..<last, with: CollectionOfOne(joined))
        return isConsistent ? .taken : .contradicting
    }

    /// The beginning of the handshake, as far as it has arrived without a hole.
    func contiguous<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
        body(bytes.span.extracting(0..<contiguousByteCount))
    }

    /// The index of the first range that ends at a place or after it.
    private func firstRange(reaching place: Int) -> Int {
        var (low, high) = (0, ranges.count)
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < place { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Writes what is new of a piece, and tells whether the rest says the same as before.
    private mutating func fill(_ start: Int, _ piece: Span<UInt8>, around indices: Range<Int>) -> Bool {
        let end = start + piece.count
        var isConsistent = true
        var position = start
        for index in indices {
            let range = ranges[index]
            while position < min(end, range.lowerBound) {
                bytes[position] = piece[position - start]
                position += 1
            }
            while position < min(end, range.upperBound) {
                if bytes[position] != piece[position - start] { isConsistent = false }
                position += 1
            }
        }
        while position < end {
            bytes[position] = piece[position - start]
            position += 1
        }
        return isConsistent
    }
}

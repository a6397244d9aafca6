internal import Observation

/// The parts of one datagram that have come so far.
///
/// Of two parts that cover the same bytes the first one holds.
struct FragmentedDatagram {
    /// What adding a part brought to light.
    struct Outcome {
        var isDuplicate = false
        var overlaps = false
        var differs = false
        var disagreesOnSize = false
    }

    private struct Piece {
        let start: Int
        let end: Int
        /// Fewer than the piece is long, when the capture cut it off.
        let bytes: [UInt8]
    }

    /// What a piece costs besides its bytes.
    private static let pieceCost = 64

    /// When the first part came.
    let begun: Timestamp
    /// Tells entries of the same key apart.
    let serial: UInt64
    /// What the reassembled payload begins with; the first part's word counts.
    private(set) var protocolNumber: UInt8
    /// IP packets that came, duplicates included.
    private(set) var packetCount: Int32 = 0
    /// Their bytes on the wire.
    private(set) var wireLength = 0
    /// Parts of it overlapped where that is forbidden; nothing more is kept of it.
    private(set) var isSpoilt = false
    /// What it costs to keep.
    private(set) var cost = 128

    private var pieces: [Piece] = []
    private var coveredByteCount = 0
    private var length: Int?

    init(begun: Timestamp, serial: UInt64, protocolNumber: UInt8) {
        self.begun = begun
        self.serial = serial
        self.protocolNumber = protocolNumber
    }

    /// Whether every byte is covered by a part.
    var isComplete: Bool { !isSpoilt && length == coveredByteCount && coveredByteCount > 0 }

    /// How many bytes it has on the wire, as far as is known.
    var wireByteCount: Int { length ?? pieces.last?.end ?? 0 }

    /// Counts an IP packet, whether or not its bytes are kept.
    mutating func count(_ wireLength: Int) {
        packetCount += 1
        self.wireLength += wireLength
    }

    /// Lets go of all bytes for good.
    mutating func spoil() {
        isSpoilt = true
        pieces = []
        coveredByteCount = 0
        cost = 128
    }

    /// Adds a part that covers a range on the wire, of which the first bytes were captured.
    mutating func add(
        _ range: Range<Int>, isLast: Bool, protocolNumber: UInt8, _ bytes: Span<UInt8>
    ) -> Outcome {
        var outcome = Outcome()
        if range.lowerBound == 0, pieces.first?.start != 0 { self.protocolNumber = protocolNumber }
        if isLast {
            if length == nil, range.upperBound >= pieces.last?.end ?? 0 {
                length = range.upperBound
            } else if length != range.upperBound {
                outcome.disagreesOnSize = true
            }
        }
        let end = min(range.upperBound, length ?? range.upperBound)
        if end < range.upperBound { outcome.disagreesOnSize = true }
        guard range.lowerBound < end else { return outcome }
        insert(range.lowerBound..<end, bytes, &outcome)
        return outcome
    }

    private mutating func insert(_ range: Range<Int>, _ bytes: Span<UInt8>, _ outcome: inout Outcome) {
        var index = firstPiece(endingBeyond: range.lowerBound)
        if index < pieces.count {
            outcome.isDuplicate = pieces[index].start == range.lowerBound && pieces[index].end == range.upperBound
        }
        var begin = range.lowerBound
        while begin < range.upperBound {
            if index < pieces.count, pieces[index].start <= begin {
                let piece = pieces[index]
                let stop = min(piece.end, range.upperBound)
                outcome.overlaps = true
                if Self.differ(piece, bytes, from: begin, to: stop, origin: range.lowerBound) { outcome.differs = true }
                begin = stop
                index += 1
                continue
            }
            let stop = index < pieces.count ? min(range.upperBound, pieces[index].start) : range.upperBound
            let first = min(begin - range.lowerBound, bytes.count)
            var copy: [UInt8] = []
            copy.append(bytes.extracting(first..<min(stop - range.lowerBound, bytes.count)))
            pieces.insert(Piece(start: begin, end: stop, bytes: copy), at: index)
            coveredByteCount += stop - begin
            cost += copy.count + Self.pieceCost
            begin = stop
            index += 1
        }
    }

    private func firstPiece(endingBeyond offset: Int) -> Int {
        var (low, high) = (0, pieces.count)
        while low < high {
            let middle = (low + high) / 2
            if pieces[middle].end <= offset { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private static func differ(_ piece: Piece, _ bytes: Span<UInt8>, from: Int, to: Int, origin: Int) -> Bool {
        let end = min(to, min(piece.start + piece.bytes.count, origin + bytes.count))
        var offset = from
        while offset < end {
            if piece.bytes[offset - piece.start] != bytes[offset - origin] { return true }
            offset += 1
        }
        return false
    }

    /// Appends the bytes from the start of the datagram up to the first one that is missing.
    func appendBeginning(to buffer: inout [UInt8]) {
        var end = 0
        for piece in pieces {
            guard piece.start == end else { return }
            buffer += piece.bytes
            guard piece.bytes.count == piece.end - piece.start else { return }
            end = piece.end
        }
    }
}

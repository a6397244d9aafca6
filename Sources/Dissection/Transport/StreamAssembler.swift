/// Puts the segments of one direction of a TCP connection into order.
///
/// Sequence numbers are taken relative to the next byte that is due, so they may wrap (RFC 9293, section 3.4). What came
/// first wins where segments overlap. What lies further ahead than the window, or would need more pieces than the limit,
/// is not kept and becomes a gap later.
struct StreamAssembler {
    /// What became of a segment.
    enum Offer: Equatable {
        /// Everything in it was there before, or is too far ahead to keep.
        case nothingNew
        /// It was kept for later.
        case held
        /// The range of its payload that continues the stream.
        case inOrder(Range<Int>)
    }

    private struct Piece {
        var start: Int64
        var bytes: [UInt8]
        var end: Int64 { start + Int64(bytes.count) }
    }

    /// How far ahead of the next byte segments are kept.
    static let window = 262_144

    /// How many pieces are kept.
    static let pieceLimit = 256

    /// The sequence number of the next byte, once it is known.
    private(set) var next: UInt32?

    /// The position of that byte, counted from the first byte of the stream without wrapping.
    private var position: Int64 = 0

    /// How far the other side has confirmed, as a position.
    private var acknowledged: Int64 = 0

    /// What came early, by position, without overlaps.
    private var pieces: [Piece] = []

    /// Whether something came that lay beyond the window.
    private var isOverrun = false

    /// The bytes that are kept for later.
    private(set) var heldByteCount = 0

    /// Begins the stream at a sequence number; later calls change nothing.
    mutating func start(at sequenceNumber: UInt32) {
        guard next == nil else { return }
        next = sequenceNumber
    }

    /// The last bytes that were handed on and that the other side has not confirmed, to compare repetitions with.
    private var unconfirmed = UnconfirmedBytes()

    /// The bytes that are kept to compare repetitions with.
    var unconfirmedByteCount: Int { unconfirmed.count }

    /// Whether a repetition said something else since that was last asked.
    private var hasDisagreed = false

    /// Takes in a segment; one that continues the stream is to be used at once, and then ``nextHeld()``.
    ///
    /// A stream that was not begun begins with its first segment.
    mutating func offer(_ sequenceNumber: UInt32, _ payload: Span<UInt8>) -> Offer {
        start(at: sequenceNumber)
        let ahead = Int64(Int32(truncatingIfNeeded: sequenceNumber &- (next ?? 0)))
        if ahead < 0 { compare(payload, behind: Int(-ahead)) }
        guard ahead + Int64(payload.count) > 0 else { return .nothingNew }
        guard ahead <= 0 else { return hold(payload, from: position + ahead, skipping: 0) ? .held : .nothingNew }
        let skipped = Int(-ahead)
        var end = payload.count
        if let first = pieces.first, first.start < position + Int64(end - skipped) {
            end = skipped + Int(first.start - position)
            _ = hold(payload, from: first.start, skipping: end)
        }
        unconfirmed.append(payload.extracting(skipped..<end))
        advance(end - skipped)
        return .inOrder(skipped..<end)
    }

    /// Whether a repetition said something else than what came first; asking forgets it.
    mutating func takeDisagreement() -> Bool {
        defer { hasDisagreed = false }
        return hasDisagreed
    }

    /// Lets go of all that was kept.
    mutating func forget() {
        guard next != nil || heldByteCount > 0 else { return }
        self = StreamAssembler()
    }

    private mutating func compare(_ payload: Span<UInt8>, behind distance: Int) {
        // A keep-alive repeats the last byte, or puts another in its place (RFC 9293, section 3.8.4).
        guard payload.count > 1 || distance != 1 else { return }
        if !unconfirmed.agrees(with: payload, behind: distance) { hasDisagreed = true }
    }

    /// The next bytes that were kept and have become due.
    mutating func nextHeld() -> [UInt8]? {
        guard let first = pieces.first, first.start == position else { return nil }
        dropFirst()
        unconfirmed.append(first.bytes.span)
        advance(first.bytes.count)
        return first.bytes
    }

    /// Notes how far the other side has confirmed.
    mutating func acknowledge(_ acknowledgmentNumber: UInt32) {
        guard let next else { return }
        acknowledged = max(acknowledged, position + Int64(Int32(truncatingIfNeeded: acknowledgmentNumber &- next)))
        if acknowledged >= position { unconfirmed.removeAll() }
    }

    /// Steps over bytes that will not come, and tells how many they are.
    ///
    /// Bytes are lost when the other side has confirmed them and later ones were seen, when later ones fill the window, or
    /// when nothing more is expected.
    mutating func skipGap(atEnd: Bool = false) -> Int? {
        guard let first = pieces.first, first.start > position else { return nil }
        let isFull = heldByteCount >= Self.window / 2 || pieces.count >= Self.pieceLimit
        guard atEnd || isFull || isOverrun || acknowledged >= first.start else { return nil }
        let length = Int(first.start - position)
        unconfirmed.removeAll()
        advance(length)
        return length
    }

    private mutating func advance(_ count: Int) {
        position += Int64(count)
        next = next.map { $0 &+ UInt32(truncatingIfNeeded: count) }
    }

    private mutating func dropFirst() {
        heldByteCount -= pieces.removeFirst().bytes.count
        isOverrun = isOverrun && !pieces.isEmpty
    }
}

extension StreamAssembler {
    /// Keeps those parts of a segment that no earlier one covers; tells whether there were any.
    private mutating func hold(_ payload: Span<UInt8>, from start: Int64, skipping skipped: Int) -> Bool {
        let limit = max(position + Int64(Self.window), pieces.isEmpty ? start + Int64(Self.window) : 0)
        var begin = start
        let end = min(start + Int64(payload.count - skipped), limit)
        isOverrun = isOverrun || end == limit
        var index = 0
        var isNew = false
        while begin < end, pieces.count < Self.pieceLimit {
            while index < pieces.count, pieces[index].end <= begin { index += 1 }
            if index < pieces.count, pieces[index].start <= begin {
                let stop = min(end, pieces[index].end)
                let offset = skipped + Int(begin - start)
                let again = payload.extracting(offset..<offset + Int(stop - begin))
                let first = pieces[index].bytes
                if !again.equals(first.span, from: Int(begin - pieces[index].start)) {
                    hasDisagreed = true
                }
                begin = pieces[index].end
                continue
            }
            let stop = index < pieces.count ? min(end, pieces[index].start) : end
            let offset = skipped + Int(begin - start)
            var bytes: [UInt8] = []
            bytes.append(payload.extracting(offset..<offset + Int(stop - begin)))
            heldByteCount += bytes.count
            pieces.insert(Piece(start: begin, bytes: bytes), at: index)
            isNew = true
            begin = stop
        }
        return isNew
    }
}

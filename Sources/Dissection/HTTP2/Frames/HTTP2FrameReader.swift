/// Cuts what one side sends into frames, whatever pieces it comes in; content is handed on and not kept.
struct HTTP2FrameReader {
    /// What comes next.
    enum Step: Equatable {
        /// Nothing before there are more bytes.
        case more
        /// The bytes are no preface.
        case foreign
        /// A frame: its header and its fixed fields are known.
        case frame
        /// A piece of its content.
        case content(Range<Int>)
        /// The frame ends.
        case end
    }

    private enum Phase {
        case preface
        case header
        case fixed
        case content
        case rest
        case lost
    }

    private var phase: Phase
    /// Bytes of the preface, the header or the fixed fields, while these are not whole, and the fixed fields afterwards.
    private(set) var held: [UInt8] = []
    private var restCount = 0

    /// The bytes of the frame's content that are still to come.
    private(set) var contentCount = 0

    /// The frame that is being read.
    private(set) var frame = HTTP2FrameHeader([UInt8](repeating: 0, count: 9).span, at: 0)
    /// Whether the frame's padding, length or stream cannot be right; it has no content then.
    private(set) var problem: Weird?

    init(expectsPreface: Bool) {
        phase = expectsPreface ? .preface : .header
    }

    /// Whether a frame, or the preface, begins with the next byte.
    var isAtStart: Bool {
        switch phase {
        case .preface, .header: held.isEmpty
        case .fixed, .content, .rest, .lost: false
        }
    }

    /// Whether the fixed fields of a frame are not known yet.
    var isInFixedFields: Bool {
        if case .fixed = phase { true } else { false }
    }

    /// Whether nothing will be read any more.
    var isLost: Bool {
        if case .lost = phase { true } else { false }
    }

    /// Reads on from an offset, which moves.
    mutating func next(_ bytes: Span<UInt8>, _ offset: inout Int) -> Step {
        while true {
            switch phase {
            case .preface:
                let isWhole = collect(HTTP2Beginning.preface.utf8CodeUnitCount, bytes, &offset)
                guard HTTP2Beginning.isPreface(held.span) else {
                    // As many as are needed to look for a frame instead.
                    return held.count < HTTP2FrameHeader.byteCount ? .more : .foreign
                }
                guard isWhole else { return .more }
                begin()
            case .header:
                guard collect(HTTP2FrameHeader.byteCount, bytes, &offset) else { return .more }
                frame = HTTP2FrameHeader(held.span, at: 0)
                held.removeAll(keepingCapacity: true)
                phase = .fixed
            case .fixed:
                guard collect(min(frame.fixedCount, frame.length), bytes, &offset) else { return .more }
                measure()
                phase = .content
                return .frame
            case .content:
                guard contentCount > 0 else {
                    phase = .rest
                    continue
                }
                guard offset < bytes.count else { return .more }
                let range = offset..<offset + min(contentCount, bytes.count - offset)
                contentCount -= range.count
                offset = range.upperBound
                return .content(range)
            case .rest:
                let count = min(restCount, bytes.count - offset)
                restCount -= count
                offset += count
                guard restCount == 0 else { return .more }
                begin()
                return .end
            case .lost:
                offset = bytes.count
                return .more
            }
        }
    }

    /// What a gap does to the frame in which it lies.
    enum Gap: Equatable {
        /// The frame goes on behind it.
        case inside
        /// The frame ends with it.
        case ended
        /// Nothing tells where the next frame begins.
        case lost
    }

    /// Steps over bytes that never came.
    mutating func skip(_ count: Int) -> Gap {
        switch phase {
        case .content, .rest: break
        case .fixed:
            // What the missing bytes say is not known, but how many there are.
            (contentCount, restCount) = (0, frame.length - held.count)
            phase = .rest
        case .preface, .header, .lost:
            giveUp()
            return .lost
        }
        guard count <= contentCount + restCount else {
            giveUp()
            return .lost
        }
        let ofContent = min(count, contentCount)
        contentCount -= ofContent
        restCount -= count - ofContent
        guard contentCount == 0, restCount == 0 else { return .inside }
        begin()
        return .ended
    }

    /// Reads nothing any more.
    mutating func giveUp() {
        phase = .lost
        held = []
    }

    /// Takes what was taken for a preface for frames, and hands it out to be read again.
    mutating func readWithoutPreface() -> [UInt8] {
        let bytes = held
        begin()
        return bytes
    }

    private mutating func begin() {
        phase = .header
        held.removeAll(keepingCapacity: true)
    }

    private mutating func collect(_ count: Int, _ bytes: Span<UInt8>, _ offset: inout Int) -> Bool {
        let taken = min(count - held.count, bytes.count - offset)
        if taken > 0 {
            held.append(bytes.extracting(offset..<offset + taken))
            offset += taken
        }
        return held.count >= count
    }

    private mutating func measure() {
        problem = frame.problem
        contentCount = 0
        restCount = frame.length - held.count
        guard problem == nil, frame.kind == .data || frame.carriesHeaders else { return }
        let padding = frame.paddingLengthCount == 1 ? Int(held[0]) : 0
        guard padding <= restCount else {
            problem = .badHTTP2Padding
            return
        }
        contentCount = restCount - padding
        restCount = padding
    }
}

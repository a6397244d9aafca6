/// Where the records of one direction begin and end (RFC 8446, section 5.1).
struct RecordFraming {
    /// What comes next in a run of bytes.
    enum Step: Equatable {
        /// The run is used up.
        case more
        /// A record whose body is a range of the run.
        case record(Range<Int>)
        /// A record whose body came in pieces, and is in ``body``.
        case kept
        /// A record of which bytes are missing, or whose body was not to be kept.
        case passed
        /// No record begins here.
        case malformed
    }

    /// The longest body, with the room that older versions allow for encryption.
    static let bodyLimit = 16_384 + 2_048

    /// What the last record that began says in its header.
    private(set) var type: UInt8 = 0
    private(set) var version: UInt16 = 0
    private(set) var length = 0

    /// The body of a record that came in pieces.
    private(set) var body: [UInt8] = []

    /// Whether the bodies of application data are worth being kept.
    var keepsApplicationData = true

    /// Bytes since the last whole record that are missing, or belong to what is incomplete.
    private(set) var lostByteCount = 0

    private var header: UInt64 = 0
    private var headerByteCount = 0
    private var remaining = 0
    private var isInBody = false
    private var isBroken = false
    private var isSeeking = false

    /// Bytes that are kept.
    var bufferedByteCount: Int { body.count }

    /// Reads on from an offset, and moves it.
    mutating func next(_ bytes: Span<UInt8>, _ offset: inout Int) -> Step {
        while !isInBody {
            while headerByteCount < 5, offset < bytes.count {
                header = header << 8 | UInt64(bytes[offset])
                headerByteCount += 1
                offset += 1
            }
            guard headerByteCount == 5 else { return .more }
            if isHeader {
                begin()
            } else {
                guard isSeeking else { return .malformed }
                header &= 0xFFFF_FFFF
                headerByteCount = 4
                lostByteCount += 1
            }
        }
        let available = min(remaining, bytes.count - offset)
        defer { offset += available }
        if available == remaining, body.isEmpty, !isBroken {
            isInBody = false
            return keepsBody ? .record(offset..<offset + available) : .passed
        }
        if isBroken {
            lostByteCount += available
        } else if keepsBody {
            body.append(bytes.extracting(offset..<offset + available))
        }
        remaining -= available
        guard remaining == 0 else { return .more }
        isInBody = false
        if isBroken || !keepsBody {
            isBroken = false
            return .passed
        }
        return .kept
    }

    /// Takes the body of a record that came in pieces.
    mutating func takeBody() -> [UInt8] {
        exchange(&body, with: [])
    }

    /// Steps over bytes that never came; where they hide the beginning of a record, the next one is searched for.
    mutating func skip(_ count: Int) {
        lostByteCount += count
        if isInBody { lostByteCount += isBroken ? 0 : 5 + length - remaining }
        body = []
        if isInBody, count <= remaining {
            remaining -= count
            isInBody = remaining > 0
            isBroken = isInBody
        } else {
            lostByteCount += headerByteCount
            isInBody = false
            isBroken = false
            isSeeking = true
            headerByteCount = 0
        }
    }

    /// Forgets what was lost, because whoever reads the records has been told.
    mutating func forgetLoss() {
        lostByteCount = 0
    }

    private var keepsBody: Bool { keepsApplicationData || type != 23 }

    /// Whether five bytes are a header that may be.
    private var isHeader: Bool {
        let length = Int(header & 0xFFFF)
        let type = UInt8(truncatingIfNeeded: header >> 32)
        // Looking for a header in the midst of random bytes asks for more than reading one in its place.
        if isSeeking { return type == 23 && header >> 16 & 0xFFFF == 0x0303 && length > 0 && length <= Self.bodyLimit }
        return (20...24).contains(type) && header >> 24 & 0xFF == 3 && header >> 16 & 0xFF <= 4
            && length <= Self.bodyLimit
    }

    private mutating func begin() {
        type = UInt8(truncatingIfNeeded: header >> 32)
        version = UInt16(truncatingIfNeeded: header >> 16)
        length = Int(header & 0xFFFF)
        remaining = length
        header = 0
        headerByteCount = 0
        isInBody = true
        isSeeking = false
    }
}

internal import Observation

/// Reads the requests of a stream one after the other, as they come in.
struct HTTPRequestReader {
    /// What is to become of the stream.
    enum Outcome {
        /// The next bytes belong to this or the next request.
        case more
        /// The next bytes belong to another protocol.
        case tunnel
        /// Where the next request begins can no longer be told.
        case lost
    }

    private enum State: Equatable {
        case head
        case body(remaining: UInt64)
        case chunked
    }

    private let environment: DialogueEnvironment
    private let headLimit: Int
    private let bodyLimit: Int
    private var state = State.head
    private var head: [UInt8] = []
    private var isLineEmpty = true
    private var isRequestLineSeen = false
    private var began = Timestamp(nanoseconds: 0)
    private var request: HTTPRequest?
    private var chunks = ChunkedFraming()

    init(_ environment: DialogueEnvironment) {
        self.environment = environment
        headLimit = environment.limits.headBytes
        bodyLimit = environment.limits.bodyBytes
    }

    /// Bytes that are kept.
    var bufferedByteCount: Int { head.count + (request?.body.count ?? 0) }

    /// Reads bytes; all of them are consumed unless a tunnel begins among them.
    mutating func read(
        _ bytes: Span<UInt8>, at time: Timestamp, into findings: inout [StreamFinding]
    ) -> (consumed: Int, outcome: Outcome) {
        var offset = 0
        while offset < bytes.count {
            var outcome = Outcome.more
            switch state {
            case .head: outcome = readHead(bytes, &offset, at: time, into: &findings)
            case .body(let remaining):
                let length = Int(min(remaining, UInt64(bytes.count - offset)))
                keep(bytes, offset..<offset + length)
                offset += length
                state = .body(remaining: remaining - UInt64(length))
                if remaining == UInt64(length) { complete(into: &findings) }
            case .chunked: outcome = readChunks(bytes, &offset, into: &findings)
            }
            if outcome == .lost { return (bytes.count, .lost) }
            if outcome == .tunnel { return (offset, .tunnel) }
        }
        return (bytes.count, .more)
    }

    /// Steps over missing bytes; tells whether the next request can still be found.
    mutating func skip(_ count: Int, into findings: inout [StreamFinding]) -> Bool {
        request?.isBodyTruncated = true
        switch state {
        case .head: return false
        case .body(let remaining):
            guard remaining >= UInt64(count) else { return false }
            state = .body(remaining: remaining - UInt64(count))
            if remaining == UInt64(count) { complete(into: &findings) }
            return true
        case .chunked: return chunks.skip(count)
        }
    }

    /// Hands out a request whose body is not whole.
    mutating func finish(into findings: inout [StreamFinding]) {
        guard request != nil else { return }
        request?.isBodyTruncated = true
        complete(into: &findings)
    }

    private mutating func readHead(
        _ bytes: Span<UInt8>, _ offset: inout Int, at time: Timestamp, into findings: inout [StreamFinding]
    ) -> Outcome {
        if head.isEmpty { began = time }
        let start = offset
        var isWhole = false
        while offset < bytes.count, !isWhole {
            let byte = bytes[offset]
            offset += 1
            if byte == 0x0A {
                isWhole = isLineEmpty && isRequestLineSeen
                isRequestLineSeen = isRequestLineSeen || !isLineEmpty
                isLineEmpty = true
            } else if byte != 0x0D {
                isLineEmpty = false
            }
        }
        head.append(bytes.extracting(start..<offset))
        guard head.count <= headLimit else {
            findings.append(.capped)
            return .lost
        }
        guard isWhole else { return looksLikeRequest ? .more : .lost }
        return beginBody(into: &findings)
    }

    /// Whether the head may still become one; only its first line is looked at.
    private var looksLikeRequest: Bool {
        let shape = ContentShape(head.span)
        return shape == .httpRequest || shape == .undecided
    }

    private mutating func beginBody(into findings: inout [StreamFinding]) -> Outcome {
        guard let parsed = try? HTTPRequestHead(parsing: head.span) else { return .lost }
        head.removeAll(keepingCapacity: false)
        isRequestLineSeen = false
        request = parsed.request
        if parsed.opensTunnel {
            complete(into: &findings)
            return .tunnel
        }
        switch parsed.framing {
        case .length(0): complete(into: &findings)
        case .length(let length): state = .body(remaining: length)
        case .chunked:
            chunks = ChunkedFraming()
            state = .chunked
        case .contradictory:
            findings.append(.weird(.contradictoryLength, began))
            finish(into: &findings)
            return .lost
        }
        return .more
    }

    private mutating func readChunks(
        _ bytes: Span<UInt8>, _ offset: inout Int, into findings: inout [StreamFinding]
    ) -> Outcome {
        switch chunks.next(bytes, &offset) {
        case .data(let range): keep(bytes, range)
        case .framing: break
        case .end: complete(into: &findings)
        case .malformed:
            findings.append(.weird(.contradictoryLength, began))
            finish(into: &findings)
            return .lost
        }
        return .more
    }

    private mutating func keep(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        request?.bodyByteCount += Int64(range.count)
        let room = min(range.count, bodyLimit - (request?.body.count ?? 0))
        request?.body.append(bytes.extracting(range.lowerBound..<range.lowerBound + room))
        if room < range.count { request?.isBodyTruncated = true }
    }

    private mutating func complete(into findings: inout [StreamFinding]) {
        state = .head
        guard let whole = request else { return }
        request = nil
        if whole.bodyByteCount > Int64(whole.body.count) { findings.append(.capped) }
        findings.append(environment.message(.httpExchange(HTTPExchange(request: whole)), at: began))
    }
}

extension Weird {
    /// Lengths of a message's body that contradict each other or are no numbers.
    static let contradictoryLength = Weird("HTTP_contradictory_length", isMalformed: true)
}

internal import Observation

/// How the pieces of an answer are told from each other.
struct LLMAnswerFraming {
    private enum Form {
        /// No byte of the body has come yet.
        case undecided
        case events
        case lines
        case elements
        /// One JSON text, or lines that nothing announced.
        case whole
        /// Sounds, pictures, and what else is no text.
        case unread
    }

    private var form = Form.undecided
    private var events = EventStreamReader(limit: LLMLimits.answerBody)
    private var lines = LineStreamReader(limit: LLMLimits.answerBody)
    private var elements = JSONElementCutter(limit: LLMLimits.answerBody)
    private var whole: [UInt8] = []
    private var mediaType = ""
    private var wholeLimit: Int
    private var isAfterGap = false
    private let isArrayStream: Bool

    /// Whether a piece was left out.
    private(set) var isCut = false
    /// Whether the answer came in pieces.
    private(set) var isStream = false
    /// Whether the body was one JSON text, from its beginning to its end.
    private(set) var isWholeText = false
    /// Whether the stream's own end mark was seen.
    private(set) var isEndMarked = false
    /// Whether any byte came.
    private(set) var hasBody = false

    /// Begins before the first byte.
    ///
    /// - Parameters:
    ///   - limit: the bytes of an answer in one piece that are kept.
    ///   - isArrayStream: whether an array is a stream of its elements.
    init(limit: Int, isArrayStream: Bool) {
        wholeLimit = limit
        self.isArrayStream = isArrayStream
    }

    /// Bytes that are kept.
    var bufferedByteCount: Int {
        switch form {
        case .events: events.bufferedByteCount
        case .lines: lines.bufferedByteCount
        case .elements: elements.bufferedByteCount
        case .whole: whole.count
        case .undecided, .unread: 0
        }
    }

    /// Takes the media type that the response announces, and whether its bytes will be handed on.
    mutating func announce(_ mediaType: String?, isReadable: Bool = true) {
        self.mediaType = mediaType ?? ""
        isCut = isCut || !isReadable
    }

    /// Notes that the body ends early; a stream may have said its last word nevertheless.
    mutating func cutOff() {
        if form == .undecided { isCut = true }
    }

    /// Reads the next bytes, and appends each piece that has become whole.
    mutating func read(_ bytes: Span<UInt8>, into pieces: inout [JSONValue]) {
        var start = 0
        if form == .undecided {
            while start < bytes.count, bytes[start] <= 0x20 { start += 1 }
            guard start < bytes.count else { return }
            hasBody = true
            form = decide(bytes[start])
            isStream = form == .events || form == .lines || form == .elements
        }
        if isAfterGap {
            // What was begun before the gap ends there, and up to the next line nothing can be told.
            while start < bytes.count, bytes[start] != 0x0A { start += 1 }
            guard start < bytes.count else { return }
            isAfterGap = false
            take([0x0A, 0x0A].span, into: &pieces)
        }
        take(bytes.extracting(start..<bytes.count), into: &pieces)
    }

    private mutating func take(_ rest: Span<UInt8>, into pieces: inout [JSONValue]) {
        switch form {
        case .events:
            var told: [ServerSentEvent] = []
            events.read(rest, into: &told)
            take(told, into: &pieces)
        case .lines:
            var records: [[UInt8]] = []
            lines.read(rest, into: &records)
            isCut = isCut || lines.droppedRecordCount > 0
            take(records, into: &pieces)
        case .elements:
            var cut: [[UInt8]] = []
            elements.read(rest, into: &cut)
            isCut = isCut || elements.droppedCount > 0
            isEndMarked = elements.isClosed
            take(cut, into: &pieces)
        case .whole:
            let room = wholeLimit - whole.count
            if rest.count > room { isCut = true }
            whole.append(rest.extracting(0..<min(room, rest.count)))
        case .undecided, .unread: break
        }
    }

    /// Notes that bytes are missing: a stream goes on with its next line, and nothing else can be read on.
    mutating func loseBytes() {
        isCut = true
        switch form {
        case .events, .lines: isAfterGap = true
        case .whole: wholeLimit = whole.count
        case .undecided, .elements, .unread: form = .unread
        }
    }

    /// Appends what has no end yet.
    mutating func finish(into pieces: inout [JSONValue]) {
        switch form {
        case .events:
            var told: [ServerSentEvent] = []
            events.finish(into: &told)
            take(told, into: &pieces)
        case .lines:
            var records: [[UInt8]] = []
            lines.finish(into: &records)
            take(records, into: &pieces)
        case .whole: finishWhole(into: &pieces)
        case .undecided, .unread, .elements: break
        }
        form = .unread
        whole = []
    }

    private func decide(_ first: UInt8) -> Form {
        if mediaType == "text/event-stream" { return .events }
        if ["ndjson", "jsonl", "stream+json", "json-lines", "jsonlines"].contains(where: mediaType.contains) {
            return .lines
        }
        if first == UInt8(ascii: "["), isArrayStream { return .elements }
        if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") { return .whole }
        // Some servers announce no type, or a wrong one.
        let isText = mediaType.isEmpty || mediaType.hasPrefix("text/") || mediaType.contains("json")
        return isText && "deir:".utf8.contains(first) ? .events : .unread
    }

    private mutating func take(_ told: [ServerSentEvent], into pieces: inout [JSONValue]) {
        for event in told {
            isCut = isCut || event.isTruncated
            if event.data.span.hasASCII("[DONE]", at: 0) {
                isEndMarked = true
            } else {
                takeText(event.data.span, into: &pieces)
            }
        }
    }

    private mutating func take(_ records: [[UInt8]], into pieces: inout [JSONValue]) {
        for record in records { takeText(record.span, into: &pieces) }
    }

    private mutating func takeText(_ piece: Span<UInt8>, into pieces: inout [JSONValue]) {
        guard let read = JSONPrefix(piece) else {
            isCut = true
            return
        }
        isCut = isCut || !read.isWhole
        pieces.append(read.value)
    }

    private mutating func finishWhole(into pieces: inout [JSONValue]) {
        do throws(JSONError) {
            pieces.append(try JSONValue(parsing: whole.span))
            isWholeText = !isCut
        } catch  where error.kind == .trailingBytes {
            var reader = LineStreamReader(limit: LLMLimits.answerBody)
            var records: [[UInt8]] = []
            reader.read(whole.span, into: &records)
            reader.finish(into: &records)
            isStream = true
            take(records, into: &pieces)
        } catch {
            if let read = JSONPrefix(whole.span) { pieces.append(read.value) }
        }
    }
}

/// Reads a body of server-sent events.
///
/// Grammar: the WHATWG's HTML standard, section 9.2. Differently from a browser it also tells an event that lacks its empty
/// line when the body ends. An event's data beyond the limit is left out, and the event says so.
package struct EventStreamReader {
    private let limit: Int
    private var lines: LineCutter
    private var event = ServerSentEvent()
    private var hasData = false
    private var lastID: String?
    private var isFirstLine = true
    private var tooLongCount = 0

    /// Begins at a body's first byte.
    ///
    /// - Parameter limit: the bytes that a line, and the data of one event, may have.
    package init(limit: Int = 1 << 20) {
        self.limit = limit
        lines = LineCutter(.any, limit: limit)
    }

    /// Bytes that are kept.
    package var bufferedByteCount: Int { lines.held.count + event.data.count }

    /// Reads the next piece of the body, and appends each event that has become whole.
    package mutating func read(_ bytes: Span<UInt8>, into events: inout [ServerSentEvent]) {
        var offset = 0
        while true {
            let step = lines.next(bytes, &offset)
            noteTooLong()
            switch step {
            case .line(let range): take(bytes.extracting(range), into: &events)
            case .held: takeHeld(into: &events)
            case .more: return
            }
        }
    }

    /// Appends an event that was not ended.
    package mutating func finish(into events: inout [ServerSentEvent]) {
        if !lines.held.isEmpty { takeHeld(into: &events) }
        dispatch(into: &events)
    }

    private mutating func noteTooLong() {
        guard lines.tooLongCount > tooLongCount else { return }
        tooLongCount = lines.tooLongCount
        event.isTruncated = true
    }

    private mutating func takeHeld(into events: inout [ServerSentEvent]) {
        let line = lines.held
        lines.letGo()
        take(line.span, into: &events)
    }

    private mutating func take(_ line: Span<UInt8>, into events: inout [ServerSentEvent]) {
        // A byte order mark may stand before the first line.
        let hasMark = isFirstLine && line.count >= 3 && line[0] == 0xEF && line[1] == 0xBB && line[2] == 0xBF
        isFirstLine = false
        let start = hasMark ? 3 : 0
        guard start < line.count else { return dispatch(into: &events) }
        let colon = line.firstIndex(of: 0x3A, in: start..<line.count) ?? line.count
        var value = min(colon + 1, line.count)..<line.count
        if !value.isEmpty, line[value.lowerBound] == 0x20 { value = value.lowerBound + 1..<value.upperBound }
        let name = start..<colon
        if name.count == 4, line.hasASCII("data", at: start) {
            takeData(line.extracting(value))
        } else if name.count == 5, line.hasASCII("event", at: start) {
            event.type = value.isEmpty ? nil : line.text(value)
        } else if name.count == 2, line.hasASCII("id", at: start), line.firstIndex(of: 0, in: value) == nil {
            lastID = line.text(value)
        }
    }

    private mutating func takeData(_ value: Span<UInt8>) {
        guard event.data.count + value.count < limit else {
            event.isTruncated = true
            return
        }
        if hasData { event.data.append(0x0A) }
        hasData = true
        event.data.append(value)
    }

    private mutating func dispatch(into events: inout [ServerSentEvent]) {
        // Without data there is no event, only perhaps a new identifier.
        if hasData || event.isTruncated {
            event.id = lastID
            events.append(event)
        }
        event = ServerSentEvent()
        hasData = false
    }
}

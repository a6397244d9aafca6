/// Reads a body of one record a line, as newline-delimited JSON is.
///
/// Empty lines are no records. A record beyond the limit is left out and counted.
package struct LineStreamReader {
    private var lines: LineCutter

    /// Begins at a body's first byte.
    ///
    /// - Parameter limit: the bytes that a record may have.
    package init(limit: Int = 1 << 20) {
        lines = LineCutter(.lineFeed, limit: limit)
    }

    /// Bytes that are kept.
    package var bufferedByteCount: Int { lines.held.count }

    /// Records that were left out because they are beyond the limit.
    package var droppedRecordCount: Int { lines.tooLongCount }

    /// Reads the next piece of the body, and appends each record that has become whole, without its line end.
    package mutating func read(_ bytes: Span<UInt8>, into records: inout [[UInt8]]) {
        var offset = 0
        while true {
            switch lines.next(bytes, &offset) {
            case .line(let range):
                guard !range.isEmpty else { continue }
                var record: [UInt8] = []
                record.append(bytes.extracting(range))
                records.append(record)
            case .held:
                if !lines.held.isEmpty { records.append(lines.held) }
                lines.letGo()
            case .more: return
            }
        }
    }

    /// Appends the last record, which needs no line end.
    package mutating func finish(into records: inout [[UInt8]]) {
        if !lines.held.isEmpty { records.append(lines.held) }
        lines.letGo()
    }
}

internal import Observation

extension Extraction {
    /// Hands out the lines of a container's log as Docker's `json-file` driver writes it.
    ///
    /// Each entry is `{"log":"…\n","stream":"stdout","time":"…"}`; a line longer than 16 KiB comes in several entries, of
    /// which only the last ends with a line break. They are put together again for each stream.
    func readContainerLog(_ file: FileInput) {
        var open: [String: (line: Int, text: [UInt8])] = [:]
        forEachLine(file) { line in
            guard line.start == 0, line.isEnd, let entry = ContainerLogEntry(line.bytes) else {
                if !line.bytes.isEmpty { note(.malformed) }
                emit(line.bytes, at: line.locator)
                return
            }
            var (number, text) = open.removeValue(forKey: entry.stream) ?? (line.number, [])
            text.append(contentsOf: entry.text.utf8)
            if text.last == 0x0A {
                text.removeLast()
            } else if text.count < limits.unitBytes, open.count < 4 {
                open[entry.stream] = (number, text)
                return
            }
            emit(text, at: "line \(number)", field: "log")
        }
        for (_, rest) in open.sorted(by: { $0.value.line < $1.value.line }) {
            emit(rest.text, at: "line \(rest.line)", field: "log")
        }
    }
}

/// One entry of a container's log.
private struct ContainerLogEntry {
    let text: String
    let stream: String

    init?(_ line: [UInt8]) {
        guard let entry = try? JSONValue(parsing: line.span), let text = entry["log"]?.string else { return nil }
        self.text = text
        stream = entry["stream"]?.string ?? ""
    }
}

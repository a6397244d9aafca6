/// How many bytes of text may still be kept.
struct TextBudget: Equatable {
    /// Bytes that are left.
    private(set) var remaining: Int
    /// Whether any text was cut.
    private(set) var isExceeded = false

    init(_ remaining: Int) {
        self.remaining = remaining
    }

    /// The text, or as much of its beginning as may be kept.
    mutating func take(_ text: String) -> String {
        let count = text.utf8.count
        guard count > remaining else {
            remaining -= count
            return text
        }
        isExceeded = true
        defer { remaining = 0 }
        return text.prefix(utf8Count: remaining)
    }

    /// Appends as much of a text as may be kept.
    mutating func append(_ text: String, to kept: inout String) {
        kept += take(text)
    }
}

extension String {
    /// The text's beginning, at most as many bytes as a name may have.
    var boundedName: String { prefix(utf8Count: LLMLimits.name) }

    /// The text's beginning, at most so many bytes; no code point is cut.
    func prefix(utf8Count limit: Int) -> String {
        guard utf8.count > limit else { return self }
        var end = utf8.index(startIndex, offsetBy: limit)
        while end > startIndex, utf8[end] & 0xC0 == 0x80 { end = utf8.index(before: end) }
        return String(self[..<end])
    }
}

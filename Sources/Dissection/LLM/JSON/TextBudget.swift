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
        let kept = String(decoding: text.utf8.prefix(remaining), as: UTF8.self)
        remaining = 0
        return kept
    }

    /// Appends as much of a text as may be kept.
    mutating func append(_ text: String, to kept: inout String) {
        kept += take(text)
    }
}

extension String {
    /// The text's beginning, at most as many bytes as a name may have.
    var boundedName: String {
        utf8.count <= LLMLimits.name ? self : String(decoding: utf8.prefix(LLMLimits.name), as: UTF8.self)
    }
}

internal import Observation

extension TextReport {
    /// How many things a category shows.
    private static let shownOfACategory = 25

    /// What was said, by kind of message.
    var highlightSection: String {
        let entries = report.highlights.entries
        guard !entries.isEmpty else { return "" }
        var text = rule("What was said")
        var categories: [EventCategory] = []
        for entry in entries where !categories.contains(entry.category) { categories.append(entry.category) }
        for category in categories {
            let said = entries.filter { $0.category == category }
            for (index, entry) in said.prefix(Self.shownOfACategory).enumerated() {
                let times = entry.count > 1 ? " (\(entry.count) times)" : ""
                text += layout.entry(
                    index == 0 ? category.words : "", entry.text + times, indentation: 2, labelWidth: 22)
            }
            if said.count > Self.shownOfACategory {
                let more = said.count - Self.shownOfACategory
                text += layout.entry(
                    "", "and \(more) more (--format json has them)", indentation: 2, labelWidth: 22)
            }
        }
        if report.highlights.omitted > 0 {
            text += layout.entry(
                "not kept", "\(report.highlights.omitted) more messages (--format ndjson has them)", indentation: 2,
                labelWidth: 22)
        }
        return text
    }
}

extension EventCategory {
    /// The category as people call it.
    fileprivate var words: String {
        switch self {
        case .llmRequest: "model calls"
        case .httpRequest: "requests"
        case .tlsHandshake: "encrypted"
        case .dnsQuery: "names asked for"
        case .weird: "oddities"
        default: rawValue
        }
    }
}

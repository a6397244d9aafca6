package import Observation

/// What was said, each different thing once.
package struct Highlights: Sendable {
    /// The things, by category, the first first.
    package let entries: [Highlight]
    /// Messages that said something else and were not kept.
    package let omitted: Int

    package init(entries: [Highlight] = [], omitted: Int = 0) {
        self.entries = entries
        self.omitted = omitted
    }
}

/// One thing that was said, however often.
package struct Highlight: Sendable {
    /// What kind of message said it.
    package let category: EventCategory
    /// The message in a few words, redacted.
    package let text: String
    /// How often it was said.
    package let count: Int
    /// When it was first said.
    package let first: Timestamp

    package init(category: EventCategory, text: String, count: Int, first: Timestamp) {
        self.category = category
        self.text = text
        self.count = count
        self.first = first
    }
}

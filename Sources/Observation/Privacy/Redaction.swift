/// Takes secrets and the user's words out of what a report shows.
///
/// A report may be mailed, so every value that reaches one passes through here. Masking keeps the first characters and
/// the last, so that an owner recognises the secret, and the length, so that two can be told apart.
package struct Redaction: Sendable {
    /// Whether everything is shown as it is, because the user asked for that.
    package let reveals: Bool

    /// Creates a redaction; `reveals` switches it off.
    package init(reveals: Bool = false) {
        self.reveals = reveals
    }

    /// The labels of a host name beyond this many bytes can carry a message and are masked.
    static let longestPlainLabel = 24

    /// A field's value as a report shows it.
    package func redacted(_ value: FieldValue, of name: String) -> FieldValue {
        guard !reveals, let field = Field(named: name) else { return value }
        return redacted(value, as: field.sensitivity)
    }

    /// An event as a report shows it.
    package func redacted(_ event: Event) -> Event {
        guard !reveals else { return event }
        var event = event
        for (name, value) in event.fields {
            event.fields[name] = redacted(value, of: name)
        }
        return event
    }

    private func redacted(_ value: FieldValue, as sensitivity: Sensitivity) -> FieldValue {
        switch (value, sensitivity) {
        case (.string(let text), .open): .string(knownKeysMasked(in: text, .randomness))
        case (_, .open): value
        case (.string(let text), .commandLine): .string(commandLine(text))
        case (.string(let text), .url): .string(url(text))
        case (.string(let text), .hostName): .string(hostName(text))
        case (.string(let text), .content): .string(masked(text))
        case (.list(let values), _): .list(values.map { redacted($0, as: sensitivity) })
        default: value
        }
    }

    /// A secret as a report shows it: `sk-a…9f (51 chars)`.
    ///
    /// Up to four characters at the front and two at the back stay, and never more than a quarter of the whole; control
    /// characters are never among them.
    package func masked(_ text: String) -> String {
        guard !reveals else { return text }
        let count = Self.characterCount(of: text)
        let kept = count / 4
        let front = Array(text.prefix(min(4, kept - min(2, kept / 3))))
        let back = Array(text.suffix(min(2, kept / 3)))
        let shown = (front + ["…"] + back).map { Self.isPrintable($0) ? $0 : "·" }
        return "\(String(shown)) (\(count) chars)"
    }

    /// The number of characters; in ASCII without carriage returns, which line feeds join, that of the bytes.
    private static func characterCount(of text: String) -> Int {
        let bytes = text.utf8Span.span
        for index in bytes.indices where bytes[index] >= 0x80 || bytes[index] == 0x0D {
            return text.count
        }
        return bytes.count
    }

    private static func isPrintable(_ character: Character) -> Bool {
        character.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) }
    }

    /// A host name with every label masked that is long enough to carry a message.
    package func hostName(_ text: String) -> String {
        guard !reveals, text.utf8.count > Self.longestPlainLabel else { return text }
        return text.split(separator: ".", omittingEmptySubsequences: false).map { label in
            label.utf8.count > Self.longestPlainLabel ? masked(String(label)) : String(label)
        }.joined(separator: ".")
    }
}

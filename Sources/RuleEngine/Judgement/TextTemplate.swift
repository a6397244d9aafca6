internal import Observation

/// A text of a rule in which `{field.name}` stands for a value of the event.
///
/// Names have a dot in them and no `$` before their brace, so that a shell's `{a,b}` and `${HOME}` stay what they are.
struct TextTemplate: Sendable {
    private enum Part: Hashable, Sendable {
        case plain(String)
        case field(String)
    }

    private let parts: [Part]

    init(_ text: String) {
        var parts: [Part] = []
        var plain = Substring()
        var rest = text[...]
        while let open = rest.firstIndex(of: "{") {
            let name = rest[rest.index(after: open)...].prefix(while: Self.isPartOfName)
            plain += rest[..<open]
            guard name.contains("."), name.endIndex < rest.endIndex, rest[name.endIndex] == "}", plain.last != "$"
            else {
                plain += "{"
                rest = rest[rest.index(after: open)...]
                continue
            }
            parts += [.plain(String(plain)), .field(String(name))]
            plain = Substring()
            rest = rest[rest.index(after: name.endIndex)...]
        }
        self.parts = parts + [.plain(String(plain + rest))]
    }

    private static func isPartOfName(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber) || "._-@".contains(character)
    }

    /// The fields that it names.
    var fields: [String] {
        parts.compactMap { part in
            if case .field(let name) = part { name } else { nil }
        }
    }

    /// The text for people, redacted; a value that is missing reads `unknown`.
    func sentence(_ event: Event, _ redaction: Redaction) -> String {
        filled { name in
            event.fields[name].map { CommandQuoting.printable(redaction.redacted($0, of: name).text) } ?? "unknown"
        }
    }

    /// The text as a line for a shell, values redacted and quoted; nothing when a value is missing.
    ///
    /// What the catalogue itself advises is a line already, so that it stays as it is where it stands alone.
    func command(_ event: Event, _ redaction: Redaction) -> String? {
        guard fields.allSatisfy({ event.fields[$0].map { $0 != .null } ?? false }) else { return nil }
        if isAdvice { return sentence(event, redaction) }
        return filled { name in
            event.fields[name].map { CommandQuoting.quoted(redaction.redacted($0, of: name)) } ?? ""
        }
    }

    private static let adviceFields = [Field.artifactDisable, .artifactPurge].map(\.rawValue)

    /// Whether it is a placeholder for advice of the catalogue, and nothing else.
    private var isAdvice: Bool {
        fields.count == 1 && fields.allSatisfy(Self.adviceFields.contains)
            && parts.allSatisfy { part in
                if case .plain(let text) = part { text.isEmpty } else { true }
            }
    }

    /// The text as the rule has it.
    var source: String {
        filled { "{\($0)}" }
    }

    private func filled(_ value: (String) -> String) -> String {
        parts.map { part in
            switch part {
            case .plain(let text): text
            case .field(let name): value(name)
            }
        }.joined()
    }
}

extension TextTemplate {
    /// The lines to type for an event: those for its product, then those for everybody.
    ///
    /// A line with a value that is missing is left out, unless none would remain: then the first stays as the rule has
    /// it, so that there is always something to go by.
    static func commands(_ lines: [RemediationLine], for event: Event, _ redaction: Redaction) -> [String] {
        let texts = lines.lines(for: event.string(.llmProduct))
        let filled = texts.compactMap { TextTemplate($0).command(event, redaction) }
        return filled.isEmpty ? Array(texts.prefix(1)) : filled
    }
}

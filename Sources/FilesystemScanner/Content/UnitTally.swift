internal import Knowledge
internal import TextExtraction

/// How many prompts and answers were counted among the pieces of text of a file, where the catalogue says what they are.
///
/// A record is one prompt or answer, however many pieces its text has.
struct UnitTally: Sendable {
    private static let part = "[*].text"

    private let locators: [ContentLocator]
    /// How many lists lie around a record of each locator, so that its pieces can be told from another's.
    private let depths: [Int]
    /// The record that was counted last for each locator.
    private var last: [String]
    /// The records that were counted, by who said them.
    private(set) var prompts: Int64 = 0
    private(set) var answers: Int64 = 0

    init(_ locators: [ContentLocator]) {
        self.locators = locators
        depths = locators.map { $0.record.text.utf8.count { $0 == UInt8(ascii: "[") } }
        last = Array(repeating: "", count: locators.count)
    }

    /// Whether there is anything to count.
    var isEmpty: Bool { locators.isEmpty }

    /// Whether prompts or answers were counted.
    var holdsWords: Bool { prompts > 0 || answers > 0 }

    /// Whether prompts would be counted if there were any.
    var tellsPrompts: Bool { locators.contains { [.prompt, .byRole].contains($0.meaning) } }

    /// Whether answers would be counted if there were any.
    var tellsAnswers: Bool { locators.contains { [.answer, .byRole].contains($0.meaning) } }

    /// Whether tokens would be counted if there were any.
    var tellsTokens: Bool { locators.contains { $0.meaning == .tokenCount } }

    /// Counts a piece of text.
    mutating func count(_ unit: TextUnit) {
        // A message's text may be a list of parts in place of one text, wherever chats are kept.
        let whole = unit.field.hasSuffix(Self.part) ? String(unit.field.dropLast(Self.part.count)) : unit.field
        for (number, locator) in locators.enumerated()
        where locator.field.matches(unit.field) || whole != unit.field && locator.field.matches(whole) {
            let meaning = locator.meaning == .byRole ? unit.role.flatMap(locator.role.meaning(of:)) : locator.meaning
            guard meaning == .prompt || meaning == .answer, Self.holdsWords(unit.text) else { continue }
            let record = Self.record(unit.locator, depths[number])
            guard record != last[number] else { continue }
            last[number] = record
            if meaning == .prompt { prompts += 1 } else { answers += 1 }
        }
    }

    /// A unit's place up to the end of its record: behind the last bracket of the record's own lists.
    private static func record(_ locator: String, _ depth: Int) -> String {
        guard depth > 0 else { return locator }
        var seen = 0
        for (offset, byte) in locator.utf8.enumerated() where byte == UInt8(ascii: "]") {
            seen += 1
            if seen == depth { return String(decoding: locator.utf8.prefix(offset + 1), as: UTF8.self) }
        }
        return locator
    }

    private static func holdsWords(_ text: [UInt8]) -> Bool {
        text.contains { $0 > 0x20 }
    }
}

internal import Observation

/// What is asked of one value.
///
/// Texts are compared as the specification says, "all values are treated as case-insensitive strings": a text of a rule
/// also matches a number or a truth value of an event by the way it is written. A number of a rule matches an equal
/// number, and a text that writes an equal number (`22`, `22.0`). A truth value matches itself and its name. Of a list
/// one element must match, for every value anew. A missing field matches nothing but `null` and `exists: false`; a null
/// matches nothing but `null` and `exists: true`.
enum ValueTest: Sendable {
    case text(TextMatcher)
    case number(DecimalNumber.Relation, DecimalNumber)
    case boolean(Bool)
    case null
    case exists(Bool)
    case expression(RegularExpression)
    case network(IPNetwork)
    case reference(slot: Int, FieldReference)
    case timePart(TimePart, DecimalNumber.Relation, DecimalNumber)

    /// Whether a field that is not there is what is asked for.
    var holdsForMissing: Bool {
        switch self {
        case .exists(let wanted): !wanted
        case .null: true
        default: false
        }
    }

    /// Whether a value, or one element of it, is what is asked for.
    func holds(for value: PreparedValue, in view: EventView, _ slots: [Int]) -> Bool {
        switch (self, value) {
        case (.exists(let wanted), _): return value.isMissing != wanted
        case (.null, .missing): return true
        case (_, .missing): return false
        case (.null, .null): return true
        case (_, .list(let elements)):
            for element in elements where holds(for: element, in: view, slots) { return true }
            return false
        case (.null, _), (_, .null): return false
        case (.reference(let slot, let reference), _):
            return reference.holds(value, view.value(slots[slot]))
        default: return holds(forSingle: value)
        }
    }

    private func holds(forSingle value: PreparedValue) -> Bool {
        switch self {
        case .text(let matcher):
            if case .text(let text, let folded) = value {
                return matcher.matches(matcher.isCased ? text : folded)
            }
            return value.plainText.map(matcher.matches) ?? false
        case .number(let relation, let number):
            return value.number?.stands(relation, to: number) ?? false
        case .boolean(let truth):
            if case .boolean(let other) = value { return truth == other }
            guard case .text(_, let folded) = value, folded.utf8.count <= 5 else { return false }
            return folded.lowercased() == (truth ? "true" : "false")
        case .expression(let expression):
            return value.plainText.map(expression.occurs) ?? false
        case .network(let network):
            guard case .text(let text, _) = value, let address = IPAddress(text) else { return false }
            return network.contains(address)
        case .timePart(let part, let relation, let number):
            guard case .text(let text, _) = value, let found = part.value(in: text) else { return false }
            return DecimalNumber.integer(found).stands(relation, to: number)
        case .null, .exists, .reference:
            return false
        }
    }
}

extension PreparedValue {
    /// The value as it is written; nothing for lists and what is not there.
    fileprivate var plainText: String? {
        switch self {
        case .text(let text, _): text
        case .number(let number): number.text
        case .boolean(let truth): truth ? "true" : "false"
        case .missing, .null, .list: nil
        }
    }

    /// The number that it is or writes.
    fileprivate var number: DecimalNumber? {
        switch self {
        case .number(let number): number
        case .text(let text, _): text.utf8.count <= 64 ? DecimalNumber(text) : nil
        default: nil
        }
    }

    /// The text without regard to case.
    fileprivate var foldedText: String? {
        if case .text(_, let folded) = self { folded } else { plainText }
    }
}

extension FieldReference {
    /// Whether a value stands to the other field's, or to one element of it, as asked.
    fileprivate func holds(_ value: PreparedValue, _ other: PreparedValue) -> Bool {
        if case .list(let elements) = other {
            for element in elements where holds(value, element) { return true }
            return false
        }
        if !isOpenAtStart, !isOpenAtEnd, let left = value.number, let right = other.number {
            return left.stands(.equal, to: right)
        }
        guard let text = value.foldedText, let wanted = other.foldedText else { return false }
        // Both sides are the event's here, so the rule's own limit has to be held to again.
        guard !isOpenAtStart || !isOpenAtEnd || wanted.utf8.count <= TextPattern.sizeLimit else { return false }
        var pattern = TextPattern(literal: Array(wanted.utf8))
        if isOpenAtStart { pattern.openStart() }
        if isOpenAtEnd { pattern.openEnd() }
        return TextMatcher(pattern).matches(text)
    }
}

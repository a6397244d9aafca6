/// A pattern over the fields of a file's records.
///
/// `[*]` stands for every element of a list, however the field names it. `*` stands for any run of characters inside one
/// step, `**` for any run at all. Everything else stands for itself.
package struct FieldPattern: Hashable, Sendable {
    /// The pattern as written.
    package let text: String

    package init(_ text: String) {
        self.text = text
    }

    /// Whether brackets are closed and hold a number or a star, and no step is without a name.
    var isSound: Bool {
        let steps = self.steps
        return steps.joined() == text
            && steps.enumerated().allSatisfy { index, step in
                if step.hasPrefix("[") {
                    let inner = step.dropFirst().dropLast()
                    let isNumber = !inner.isEmpty && inner.utf8.allSatisfy { 0x30...0x39 ~= $0 }
                    return step.hasSuffix("]") && (inner == "*" || isNumber)
                }
                let name = step.hasPrefix(".") ? step.dropFirst() : step[...]
                return !name.isEmpty && !name.contains("]") && step.hasPrefix(".") == (index > 0)
            }
    }

    /// Whether a field is one of those that the pattern stands for.
    ///
    /// - Complexity: O(n·m) for a field of n bytes and a pattern of m without `**`, of which each adds a factor.
    package func matches(_ field: String) -> Bool {
        var field = field
        var pattern = text
        return field.withUTF8 { field in
            pattern.withUTF8 { pattern in unsafe Self.matches(pattern.span, 0, field.span, 0) }
        }
    }

    /// The field of that name in the same record.
    func sibling(_ name: String) -> FieldPattern {
        guard let last = steps.last(where: { !$0.hasPrefix("[") }), let index = steps.lastIndex(of: last) else {
            return FieldPattern(name)
        }
        let before = steps[..<index].joined()
        return FieldPattern(last.hasPrefix(".") ? before + "." + name : before + name)
    }

    /// What two fields have in common from the left, in whole steps.
    func common(with other: FieldPattern) -> FieldPattern {
        FieldPattern(zip(steps, other.steps).prefix { $0 == $1 }.map(\.0).joined())
    }

    /// The way that is left to go from a record.
    package func text(below record: FieldPattern) -> String {
        guard steps.starts(with: record.steps) else { return text }
        let rest = steps.dropFirst(record.steps.count).joined()
        return rest.hasPrefix(".") ? String(rest.dropFirst()) : rest
    }

    /// All up to the last list, which belongs to it.
    var lastList: FieldPattern {
        let count = steps.lastIndex { $0.hasPrefix("[") }.map { $0 + 1 } ?? 0
        return FieldPattern(steps.prefix(count).joined())
    }

    /// The steps as written: `messages`, `[*]`, `.content`.
    private var steps: [String] {
        var steps: [String] = []
        var step = ""
        for character in text {
            if character == "." || character == "[", !step.isEmpty {
                steps.append(step)
                step = ""
            }
            step.append(character)
        }
        return step.isEmpty ? steps : steps + [step]
    }

    private static func matches(
        _ pattern: Span<UInt8>, _ patternStart: Int, _ field: Span<UInt8>, _ fieldStart: Int
    ) -> Bool {
        var (position, index) = (patternStart, fieldStart)
        var star: (position: Int, index: Int)?
        let any = UInt8(ascii: "*")
        while true {
            if position + 1 < pattern.count, pattern[position] == any, pattern[position + 1] == any {
                return (index...field.count).contains { matches(pattern, position + 2, field, $0) }
            }
            if position < pattern.count, pattern[position] == any {
                star = (position + 1, index)
                position += 1
            } else if position == pattern.count, index == field.count {
                return true
            } else if position < pattern.count, index < field.count, pattern[position] == field[index] {
                position += 1
                index += 1
            } else if let last = star, last.index < field.count, !".[]".utf8.contains(field[last.index]) {
                star = (last.position, last.index + 1)
                (position, index) = (last.position, last.index + 1)
            } else {
                return false
            }
        }
    }
}

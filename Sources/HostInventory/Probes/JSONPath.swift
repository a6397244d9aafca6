internal import Observation

/// The way from a JSON document to one of its values: `data[0].owned_by`.
struct JSONPath: Sendable {
    private enum Step: Sendable {
        case member(String)
        case element(Int)
    }

    private let steps: [Step]

    /// Reads a path; nothing when a bracket holds no number or is not closed.
    init?(_ text: String) {
        var steps: [Step] = []
        for part in text.split(separator: ".", omittingEmptySubsequences: false) {
            let pieces = part.split(separator: "[", omittingEmptySubsequences: false)
            guard let name = pieces.first else { return nil }
            if !name.isEmpty { steps.append(.member(String(name))) }
            for piece in pieces.dropFirst() {
                guard piece.last == "]", let index = piece.dropLast().utf8.decimal.flatMap(Int.init(exactly:)) else {
                    return nil
                }
                steps.append(.element(index))
            }
        }
        guard !steps.isEmpty else { return nil }
        self.steps = steps
    }

    /// The value that the path leads to.
    func value(in document: JSONValue) -> JSONValue? {
        var value = document
        for step in steps {
            switch step {
            case .member(let name):
                guard let next = value[name] else { return nil }
                value = next
            case .element(let index):
                guard value.elements.indices.contains(index) else { return nil }
                value = value.elements[index]
            }
        }
        return value
    }

    /// A single value as text; nothing for arrays and objects.
    static func text(of value: JSONValue) -> String? {
        switch value {
        case .null: "null"
        case .boolean(let truth): truth ? "true" : "false"
        case .integer(let number): String(number)
        case .real(let number): String(number)
        case .string(let text): text
        case .array, .object: nil
        }
    }
}

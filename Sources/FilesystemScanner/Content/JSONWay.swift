internal import Observation

/// The way to values inside a JSON value: `a.b[*].c`, `[3]`, or nothing for the value itself.
struct JSONWay: Hashable, Sendable {
    private enum Step: Hashable, Sendable {
        case member(String)
        case element(Int)
        case each
    }

    private let steps: [Step]

    /// Reads a way; nothing when a bracket holds anything but a number or `*`, or a name is empty.
    init?(_ text: String) {
        var steps: [Step] = []
        var rest = Substring(text)
        while let first = rest.first {
            if first == "[" {
                guard let close = rest.firstIndex(of: "]") else { return nil }
                let inner = rest[rest.index(after: rest.startIndex)..<close]
                if inner == "*" {
                    steps.append(.each)
                } else if let index = Int(inner), index >= 0 {
                    steps.append(.element(index))
                } else {
                    return nil
                }
                rest = rest[rest.index(after: close)...]
                continue
            }
            if first == "." {
                guard !steps.isEmpty else { return nil }
                rest.removeFirst()
            } else if !steps.isEmpty {
                return nil
            }
            let name = rest.prefix { $0 != "." && $0 != "[" }
            guard !name.isEmpty else { return nil }
            steps.append(name == "*" ? .each : .member(String(name)))
            rest = rest.dropFirst(name.count)
        }
        self.steps = steps
    }

    /// Every value that the way leads to, in the order of the text; `[*]` goes through the members of objects too.
    func values(in value: JSONValue) -> [JSONValue] {
        steps.reduce([value]) { values, step in
            switch step {
            case .member(let name): values.compactMap { $0[name] }
            case .element(let index):
                values.compactMap { $0.elements.indices.contains(index) ? $0.elements[index] : nil }
            case .each: values.flatMap(\.parts)
            }
        }
    }
}

extension JSONValue {
    /// The elements of an array, or the values of an object's members.
    fileprivate var parts: [JSONValue] {
        guard case .object(let members) = self else { return elements }
        return members.map(\.value)
    }

    /// Whether a text that is not empty stands in it, at any depth.
    var holdsText: Bool {
        switch self {
        case .string(let text): !text.isEmpty
        case .array(let values): values.contains(where: \.holdsText)
        case .object(let members): members.contains { $0.value.holdsText }
        case .null, .boolean, .integer, .real: false
        }
    }
}

internal import Knowledge
internal import Observation

/// The modifiers of one field in their order, which change values from left to right.
struct ModifierChain {
    private let modifiers: [FieldModifier]

    /// Reads the names behind a field's name.
    ///
    /// - Throws: ``RuleFault`` for a name that is no modifier.
    init(names: [Substring], line: Int) throws(RuleFault) {
        var modifiers: [FieldModifier] = []
        for name in names {
            guard let modifier = FieldModifier(named: String(name)) else {
                throw RuleFault(line: line, reason: "the modifier '\(name.prefix(40))' is not known")
            }
            modifiers.append(modifier)
        }
        self.modifiers = modifiers
    }

    var needsAll: Bool { modifiers.contains(.all) }
    var isNegated: Bool { modifiers.contains(.neq) }

    private var valueModifiers: [FieldModifier] { modifiers.filter { !$0.isAboutList } }

    /// Whether one of the modifiers says where the value stands in the field's text.
    var anchors: Bool {
        modifiers.contains { [.contains, .startswith, .endswith].contains($0) }
    }

    /// A value with every modifier applied.
    ///
    /// - Throws: ``RuleFault`` when a modifier does not go with the value or with those before it.
    func value(of node: YAMLNode) throws(RuleFault) -> DetectionValue {
        if case .sequence(let nodes) = node.content {
            guard !nodes.isEmpty else { throw RuleFault(line: node.line, reason: "a list without values") }
            var values: [DetectionValue] = []
            for node in nodes {
                values.append(try value(of: node))
            }
            return .anyOf(values)
        }
        guard let text = node.text else {
            throw RuleFault(line: node.line, reason: "a map where a value should stand")
        }
        do {
            var value = try initialValue(node, text)
            for modifier in valueModifiers {
                value = try applied(modifier, to: value)
            }
            try check(value)
            return value
        } catch {
            throw RuleFault(line: node.line, reason: error.reason)
        }
    }

    /// Why a modifier does not go with a value.
    struct Mismatch: Error {
        let reason: String
    }

    /// The value as written: text when modifiers want text, else of the type that YAML gives it.
    private func initialValue(_ node: YAMLNode, _ text: String) throws(Mismatch) -> DetectionValue {
        let first = valueModifiers.first
        if let early = valueModifiers.dropFirst().first(where: { [.re, .cidr, .exists].contains($0) }) {
            throw Mismatch(reason: "'\(early.rawValue)' must be the first modifier")
        }
        switch first {
        case .re: return .expression(text, [])
        case .cidr: return .network(try network(text))
        case .exists:
            guard modifiers.count == 1, let truth = node.boolean else {
                throw Mismatch(reason: "'exists' takes true or false and no other modifier")
            }
            return .exists(truth)
        default: break
        }
        if node.isNull { return .null }
        let wantsText = valueModifiers.contains { $0.timePart == nil && ![.lt, .lte, .gt, .gte].contains($0) }
        if wantsText { return .text(TextPattern(parsing: text)) }
        if let truth = node.boolean { return .boolean(truth) }
        if case .scalar(_, isQuoted: false) = node.content, let number = DecimalNumber(text) { return .number(number) }
        return .text(TextPattern(parsing: text))
    }

    /// Refuses what no text can match and what would take too long.
    private func check(_ value: DetectionValue) throws(Mismatch) {
        switch value {
        case .anyOf(let forms):
            for form in forms {
                try check(form)
            }
        case .text(let pattern):
            guard pattern.size <= TextPattern.sizeLimit else {
                throw Mismatch(reason: "the value is longer than \(TextPattern.sizeLimit) bytes")
            }
            for case .literal(let bytes) in pattern.parts where String(validating: bytes, as: UTF8.self) == nil {
                throw Mismatch(reason: "this encoding matches only inside 'base64' or 'base64offset'")
            }
        default: return
        }
    }

    private func network(_ text: String) throws(Mismatch) -> IPNetwork {
        guard let network = IPNetwork(text) else {
            throw Mismatch(reason: "'cidr' takes an address and a prefix length, as in 192.0.2.0/24")
        }
        guard network.hasNoHostBits else {
            throw Mismatch(reason: "'cidr' takes a network, and this address has bits set behind its prefix")
        }
        return network
    }

    private func applied(_ modifier: FieldModifier, to value: DetectionValue) throws(Mismatch) -> DetectionValue {
        switch (modifier, value) {
        case (_, .anyOf(let forms)):
            var results: [DetectionValue] = []
            for form in forms {
                results.append(try applied(modifier, to: form))
            }
            return .anyOf(results)
        case (.re, .expression), (.cidr, .network), (.exists, .exists): return value
        case (.i, .expression(let source, let flags)): return .expression(source, flags.union(.ignoresCase))
        case (.m, .expression(let source, let flags)): return .expression(source, flags.union(.multiline))
        case (.s, .expression(let source, let flags)): return .expression(source, flags.union(.dotMatchesAll))
        // An expression is found anywhere already, so a ".*" around it would change nothing.
        case (.contains, .expression), (.startswith, .expression), (.endswith, .expression): return value
        case (.contains, .reference(var reference)):
            (reference.isOpenAtStart, reference.isOpenAtEnd) = (true, true)
            return .reference(reference)
        case (.startswith, .reference(var reference)):
            reference.isOpenAtEnd = true
            return .reference(reference)
        case (.endswith, .reference(var reference)):
            reference.isOpenAtStart = true
            return .reference(reference)
        case (.lt, _), (.lte, _), (.gt, _), (.gte, _): return try compared(modifier, value)
        case (_, .number(let number)):
            guard let part = modifier.timePart else { break }
            return .timePart(part, .equal, number)
        case (_, .text(let pattern)): return try applied(modifier, to: pattern)
        default: break
        }
        throw Mismatch(reason: "'\(modifier.rawValue)' does not go with this value or the modifiers before it")
    }

    private func compared(_ modifier: FieldModifier, _ value: DetectionValue) throws(Mismatch) -> DetectionValue {
        guard let relation = DecimalNumber.Relation(rawValue: modifier.rawValue) else {
            throw Mismatch(reason: "'\(modifier.rawValue)' is no comparison")
        }
        switch value {
        case .number(let number): return .comparison(relation, number)
        case .timePart(let part, .equal, let number): return .timePart(part, relation, number)
        default: throw Mismatch(reason: "'\(modifier.rawValue)' takes a number")
        }
    }
}

extension IPNetwork {
    /// Whether no bit behind the prefix is set, so that the text names a network and not a host in one.
    fileprivate var hasNoHostBits: Bool {
        let bits = address.version == .v4 ? 32 : 128
        var (high, low) = (address.high, address.low)
        for _ in 0..<(bits - prefixLength) {
            if low & 1 == 1 { return false }
            low = low >> 1 | high << 63
            high >>= 1
        }
        return true
    }
}

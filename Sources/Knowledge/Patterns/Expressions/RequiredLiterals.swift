/// Literals one of which every match of an expression holds.
///
/// Parts that match a few texts alone are joined with their neighbours, so `gh[ps]_[a-z]+` gives `ghp_` and `ghs_`. Of
/// the places of an expression the one with the longest literals counts.
struct RequiredLiterals {
    /// How many literals a place may have.
    static let countLimit = 64
    /// How many bytes a literal may have.
    static let lengthLimit = 96
    private static let classLimit = 16

    /// All texts that the part matches, when they are few.
    private(set) var exact: Set<ExpressionLiteral>?
    /// The best set of which one is in every match; empty where there is none.
    private(set) var required: Set<ExpressionLiteral> = []

    init(_ node: ExpressionNode) {
        switch node {
        case .empty: exact = [ExpressionLiteral()]
        case .anyByte: break
        case .bytes(let bytes, let isCaseless):
            guard bytes.count <= Self.classLimit else { return }
            exact = Set(
                bytes.map { byte in
                    let folds = isCaseless && ExpressionLiteral.isLetter(byte)
                    return ExpressionLiteral(
                        bytes: [folds ? ExpressionLiteral.folded(byte) : byte], isCaseless: folds)
                })
        case .sequence(let parts): join(parts.map(RequiredLiterals.init))
        case .alternatives(let parts): choose(parts.map(RequiredLiterals.init))
        case .repeated(let part, let least, let most): repeated(RequiredLiterals(part), least, most)
        }
    }

    /// The best set that there is, the whole part among them.
    var best: Set<ExpressionLiteral> {
        guard let exact, Self.isBetter(exact, than: required) else { return required }
        return exact
    }

    private mutating func join(_ parts: [RequiredLiterals]) {
        var run: Set<ExpressionLiteral> = [ExpressionLiteral()]
        var isExact = true
        for part in parts {
            if let texts = part.exact, let longer = Self.product(run, texts) {
                run = longer
                continue
            }
            isExact = false
            consider(run)
            consider(part.best)
            run = part.exact ?? [ExpressionLiteral()]
        }
        if isExact { exact = run } else { consider(run) }
    }

    private mutating func choose(_ parts: [RequiredLiterals]) {
        let texts = parts.compactMap(\.exact)
        if texts.count == parts.count {
            let union = texts.reduce(into: Set()) { $0.formUnion($1) }
            if union.count <= Self.countLimit { exact = union }
        }
        guard parts.allSatisfy({ !$0.best.isEmpty }) else { return }
        let union = parts.reduce(into: Set()) { $0.formUnion($1.best) }
        if union.count <= Self.countLimit { consider(union) }
    }

    private mutating func repeated(_ part: RequiredLiterals, _ least: Int, _ most: Int?) {
        if least == 0, most == 1, let texts = part.exact {
            exact = texts.union([ExpressionLiteral()])
        } else if least == most, least <= Self.lengthLimit, let texts = part.exact {
            var run: Set<ExpressionLiteral>? = [ExpressionLiteral()]
            for _ in 0..<least { run = run.flatMap { Self.product($0, texts) } }
            exact = run
        }
        if least > 0 { consider(part.best) }
    }

    private mutating func consider(_ texts: Set<ExpressionLiteral>) {
        if Self.isBetter(texts, than: required) { required = texts }
    }

    private static func product(
        _ left: Set<ExpressionLiteral>, _ right: Set<ExpressionLiteral>
    ) -> Set<ExpressionLiteral>? {
        guard left.count * right.count <= countLimit else { return nil }
        var texts: Set<ExpressionLiteral> = []
        for head in left {
            for tail in right {
                guard head.bytes.count + tail.bytes.count <= lengthLimit else { return nil }
                texts.insert(head.appending(tail))
            }
        }
        return texts
    }

    /// Whether the shortest of some texts is longer, or as long and there are fewer of them.
    private static func isBetter(_ texts: Set<ExpressionLiteral>, than others: Set<ExpressionLiteral>) -> Bool {
        let length = shortest(texts)
        guard length > 0 else { return false }
        return (length, -texts.count) > (shortest(others), -others.count)
    }

    private static func shortest(_ texts: Set<ExpressionLiteral>) -> Int {
        min(12, texts.map(\.bytes.count).min() ?? 0)
    }
}

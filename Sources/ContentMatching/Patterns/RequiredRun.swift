/// Bytes of one set that stand together in every match of an expression, so many of them at least.
///
/// Where a text holds no such run no match can be, and to see that takes a look at every so-manieth byte.
struct RequiredRun: Hashable, Sendable {
    let set: ByteSet
    let length: Int
    /// How many bytes a match has at most; nothing when there is no most.
    let matchWidth: Int?
    /// Whether each byte is in the set.
    private let table: [Bool]
    /// The byte, where it is a single one.
    private let only: UInt8?

    /// How much rarer than any text such a run must be, in bits, to be worth the look.
    private static let leastScore = 6.0

    /// The rarest run that every match of an expression holds; nothing when there is none worth the look.
    init?(in syntax: ExpressionSyntax) {
        guard let run = Self.best(in: syntax), Self.score(run) >= Self.leastScore else { return nil }
        (set, length) = run
        matchWidth = syntax.width.maximum
        let set = run.set
        only = length == 1 && set.count == 1 ? set.bytes[0] : nil
        table = (UInt8.min...UInt8.max).map { set.contains($0) }
    }

    /// Whether there is such a run in a range.
    func stands(in bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        if let only { return bytes.extracting(range).holds(only) }
        let table = table.span
        var start = range.lowerBound
        while start + length <= range.upperBound {
            // From the end, so that a byte of another kind moves the whole run behind itself.
            var offset = start + length - 1
            while offset >= start, table[Int(bytes[offset])] { offset -= 1 }
            if offset < start { return true }
            start = offset + 1
        }
        return false
    }

    private typealias Run = (set: ByteSet, length: Int)

    private static func best(in syntax: ExpressionSyntax) -> Run? {
        switch syntax {
        case .byte(let set): return (set, 1)
        case .nothing: return nil
        case .repetition(let part, let minimum, _):
            guard minimum > 0 else { return nil }
            return rarest([best(in: part), whole(syntax)])
        case .choice(let branches):
            // Every branch has its own; what they have in common is a run of any of their bytes.
            var common: Run?
            for branch in branches {
                guard let run = best(in: branch) else { return nil }
                common = common.map { (union($0.set, run.set), min($0.length, run.length)) } ?? run
            }
            return rarest([common, whole(syntax)])
        case .sequence:
            let parts = syntax.parts
            var runs = parts.map(best)
            for start in parts.indices { runs += stretches(from: start, in: parts) }
            return rarest(runs)
        }
    }

    /// The runs that a part and those behind it make together.
    private static func stretches(from start: Int, in parts: [ExpressionSyntax]) -> [Run?] {
        var runs: [Run?] = []
        var run: Run = (ByteSet(), 0)
        for part in parts[start...] {
            run.set.formUnion(bytes(of: part))
            run.length = min(1 << 16, run.length + part.width.minimum)
            runs.append(run)
        }
        return runs
    }

    /// A part as one run of all the bytes that it may have.
    private static func whole(_ syntax: ExpressionSyntax) -> Run {
        (bytes(of: syntax), min(1 << 16, syntax.width.minimum))
    }

    private static func bytes(of syntax: ExpressionSyntax) -> ByteSet {
        switch syntax {
        case .byte(let set): set
        case .nothing: ByteSet()
        case .sequence(let parts), .choice(let parts): parts.reduce(ByteSet()) { union($0, bytes(of: $1)) }
        case .repetition(let part, _, let maximum): maximum == 0 ? ByteSet() : bytes(of: part)
        }
    }

    private static func union(_ left: ByteSet, _ right: ByteSet) -> ByteSet {
        var set = left
        set.formUnion(right)
        return set
    }

    private static func rarest(_ runs: [Run?]) -> Run? {
        var best: (run: Run, score: Double)?
        for case let run? in runs where run.length > 0 {
            let score = Self.score(run)
            if best.map({ score > $0.score }) ?? true { best = (run, score) }
        }
        return best?.run
    }

    /// How rare a run is in text, in bits: the longer, and the rarer its bytes, the more.
    private static func score(_ run: Run) -> Double {
        let share = run.set.bytes.reduce(0) { $0 + Self.share(of: $1) }
        // Long runs gain ever less: the first few bytes tell nearly all.
        return share >= 1 ? 0 : bits(share) * Double(min(run.length, 24))
    }

    /// The share that a byte has in common text, about.
    private static func share(of byte: UInt8) -> Double {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"): 0.025
        case UInt8(ascii: " "): 0.15
        case UInt8(ascii: "\n"): 0.02
        case UInt8(ascii: "0")...UInt8(ascii: "9"): 0.006
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): 0.002
        default: 0.001
        }
    }

    /// The binary logarithm of one over a share, to within a tenth, without the C library.
    private static func bits(_ share: Double) -> Double {
        guard share > 0 else { return 64 }
        return -Double(share.exponent) - (share.significand - 1)
    }
}

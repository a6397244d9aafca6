/// What a regular expression is made of, as far as the gate needs to know.
///
/// Read only to run an expression at fewer places: what it says must hold for every match, and where it says nothing
/// the expression is run around its keywords.
indirect enum ExpressionSyntax: Hashable, Sendable {
    /// One byte out of a set.
    case byte(ByteSet)
    /// Nothing of any width: an anchor, a word boundary, a look around.
    case nothing
    case sequence([ExpressionSyntax])
    case choice([ExpressionSyntax])
    /// Some number of times; without a maximum when there is none.
    case repetition(ExpressionSyntax, minimum: Int, maximum: Int?)

    /// How many bytes it takes at least, and at most when there is a most.
    var width: (minimum: Int, maximum: Int?) {
        switch self {
        case .byte: return (1, 1)
        case .nothing: return (0, 0)
        case .sequence(let parts):
            return parts.reduce((0, 0)) { sum, part in
                let width = part.width
                return (Self.sum(sum.0, width.minimum), Self.sum(sum.1, width.maximum))
            }
        case .choice(let branches):
            let widths = branches.map(\.width)
            let isBounded = widths.allSatisfy { $0.maximum != nil }
            return (
                widths.map(\.minimum).min() ?? 0, isBounded ? widths.lazy.compactMap(\.maximum).max() ?? 0 : nil
            )
        case .repetition(let part, let minimum, let maximum):
            let width = part.width
            return (Self.product(width.minimum, minimum), Self.product(width.maximum, maximum))
        }
    }

    /// Numbers above this stand for more than anything that is searched.
    private static let largest = 1 << 40

    private static func sum(_ left: Int, _ right: Int) -> Int { min(largest, left + right) }

    private static func sum(_ left: Int?, _ right: Int?) -> Int? {
        guard let left, let right else { return nil }
        return min(largest, left + right)
    }

    private static func product(_ left: Int, _ right: Int) -> Int {
        let (product, isOverflow) = left.multipliedReportingOverflow(by: right)
        return isOverflow ? largest : min(largest, product)
    }

    private static func product(_ left: Int?, _ right: Int?) -> Int? {
        if left == 0 { return 0 }
        guard let left, let right else { return nil }
        return product(left, right)
    }

    /// The parts one after the other, sequences in sequences resolved.
    var parts: [ExpressionSyntax] {
        guard case .sequence(let parts) = self else { return [self] }
        return parts.flatMap(\.parts)
    }
}

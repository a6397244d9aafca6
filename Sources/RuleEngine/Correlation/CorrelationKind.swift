/// What a correlation counts or measures (Sigma correlation rules specification, "Correlation types").
package enum CorrelationKind: String, CaseIterable, Sendable {
    /// How many events there were.
    case eventCount = "event_count"
    /// How many different values a field had.
    case valueCount = "value_count"
    /// How many of the rules matched, in any order.
    case temporal
    /// The same, in the order of the rules.
    case temporalOrdered = "temporal_ordered"
    case valueSum = "value_sum"
    case valueAverage = "value_avg"
    /// The value below which a share of all values lies, between two of them by their distance.
    case valuePercentile = "value_percentile"
    case valueMedian = "value_median"

    /// Whether it measures the values of a field.
    var needsField: Bool {
        switch self {
        case .valueCount, .valueSum, .valueAverage, .valuePercentile, .valueMedian: true
        case .eventCount, .temporal, .temporalOrdered: false
        }
    }

    /// Whether values are numbers.
    var isNumeric: Bool { needsField && self != .valueCount }

    /// Whether it is about which rules matched.
    var isTemporal: Bool { self == .temporal || self == .temporalOrdered }
}

/// What a correlation's number is compared with: one bound, or two that make a range.
struct CorrelationThreshold: Hashable, Sendable {
    /// How a number stands to a bound.
    enum Relation: String, CaseIterable, Sendable {
        case greater = "gt"
        case greaterOrEqual = "gte"
        case less = "lt"
        case lessOrEqual = "lte"
        case equal = "eq"
        case unequal = "neq"
    }

    struct Bound: Hashable, Sendable {
        let relation: Relation
        let number: Double

        func holds(for measure: Double) -> Bool {
            switch relation {
            case .greater: measure > number
            case .greaterOrEqual: measure >= number
            case .less: measure < number
            case .lessOrEqual: measure <= number
            case .equal: measure == number
            case .unequal: measure != number
            }
        }
    }

    let bounds: [Bound]

    func holds(for measure: Double) -> Bool {
        for bound in bounds where !bound.holds(for: measure) { return false }
        return true
    }

    /// As a rule writes it: `gte 10`.
    var text: String {
        bounds.map {
            "\($0.relation.rawValue) \($0.number == $0.number.rounded() ? "\(Int64($0.number))" : "\($0.number)")"
        }
        .joined(separator: ", ")
    }
}

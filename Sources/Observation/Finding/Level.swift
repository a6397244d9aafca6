/// How bad a finding is, in Sigma's five words.
package enum Level: String, CaseIterable, Hashable, Comparable, Sendable {
    case informational
    case low
    case medium
    case high
    case critical

    package static func < (left: Level, right: Level) -> Bool {
        left.rank < right.rank
    }

    private var rank: Int {
        switch self {
        case .informational: 0
        case .low: 1
        case .medium: 2
        case .high: 3
        case .critical: 4
        }
    }
}

package import Observation

/// One match of a correlation rule: a group, a window, and what was counted in it.
package struct CorrelationMatch: Sendable {
    /// The rule.
    package let rule: CorrelationRule
    /// The fields that make the group, with their values.
    package let group: [(field: String, value: FieldValue)]
    /// When the window begins and ends, both included.
    package let start: Timestamp
    package let end: Timestamp
    /// What was counted or measured.
    package let measure: Double
    /// The numbers of the events that count, oldest first, up to a limit.
    package let events: [Int64]
    /// How many events count.
    package let eventCount: Int
}

/// The bounds of correlation; every one that is hit is counted.
package struct CorrelationLimits: Sendable {
    /// How many matches wait for earlier ones that come late.
    package var reordering = 65_536
    /// How many groups all correlations have at once.
    package var groups = 200_000
    /// How many matches lie in all windows at once.
    package var entries = 1_000_000
    /// How many windows wait for their end to see what did not come.
    package var openWindows = 100_000
    /// How many events a match names.
    package var events = 1_000

    package init() {}
}

/// What correlation could not keep.
package struct CorrelationLosses: Hashable, Sendable {
    /// Matches that came too late to be put in order.
    package var late = 0
    /// Matches whose event has no field that the group needs.
    package var withoutGroup = 0
    /// Groups that were given up before their window had passed.
    package var evictedGroups = 0
    /// Matches that were given up before their window had passed.
    package var evictedEntries = 0
    /// Windows that were still open at the end, so that what did not come could not be known.
    package var unfinishedWindows = 0
}

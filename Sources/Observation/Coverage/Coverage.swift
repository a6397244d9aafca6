/// What was looked at and what could not be: the part of a report that keeps "nothing found" honest.
///
/// Entries that agree in everything but their example are counted together, so ten thousand unreadable files are one
/// line with a number.
package struct Coverage: Hashable, Sendable {
    /// A stage of the audit.
    package enum Area: String, CaseIterable, Hashable, Sendable {
        case inventory
        case listeners
        case probe
        case capture
        case scan
        case rules
    }

    /// How far a stage came.
    package enum Outcome: String, CaseIterable, Hashable, Sendable {
        /// It was looked at.
        case looked
        /// Some of it was looked at.
        case partly
        /// It could not be looked at.
        case couldNotLook = "could-not-look"
        /// The user asked not to.
        case notAsked = "not-asked"
    }

    /// One line of the coverage section.
    package struct Entry: Hashable, Sendable {
        package let area: Area
        package let outcome: Outcome
        /// What was or was not looked at.
        package let what: String
        /// Why not, or not all of it.
        package let reason: String?
        /// What to type so that it can be.
        package internal(set) var remedy: String?
        /// How many things this line stands for.
        package internal(set) var count: Int
        /// The first few of them.
        package internal(set) var examples: [String]
    }

    /// Remedies that a stage can name without knowing how the program was started.
    package enum Remedy {
        /// More privileges; which command gives them is known to whoever started the program.
        package static let privilege = "run it with more privileges"
    }

    /// How many examples a line keeps.
    package static let exampleLimit = 5

    /// How many lines there are at most; what comes beyond is counted in ``omittedEntries``.
    package static let entryLimit = 2_000

    /// The lines, in the order in which their first thing was met.
    package private(set) var entries: [Entry] = []

    /// Lines that did not fit.
    package private(set) var omittedEntries = 0

    /// Numbers, always there once a stage has run, also when zero.
    package private(set) var counters: [Counter: Int64] = [:]

    package init() {}

    /// Notes one thing that was or was not looked at.
    package mutating func note(
        _ area: Area, _ outcome: Outcome, _ what: String, reason: String? = nil, remedy: String? = nil,
        example: String? = nil, count: Int = 1
    ) {
        add(
            Entry(
                area: area, outcome: outcome, what: what, reason: reason, remedy: remedy, count: count,
                examples: example.map { [$0] } ?? []
            ))
    }

    /// Adds to a number; adding zero makes it appear.
    package mutating func count(_ counter: Counter, _ amount: Int64 = 1) {
        counters[counter, default: 0] += amount
    }

    /// Takes in another stage's coverage.
    package mutating func merge(_ other: Coverage) {
        for entry in other.entries {
            add(entry)
        }
        omittedEntries += other.omittedEntries
        for (counter, amount) in other.counters {
            count(counter, amount)
        }
    }

    /// Whether everything that was asked for was looked at, at least in part.
    ///
    /// An interface that may not be watched and a rule that is not in force are gaps in what the user asked for. In every
    /// other area it takes more than single things: nothing of the area was looked at.
    package var isComplete: Bool {
        Area.allCases.allSatisfy { area in
            let outcomes = entries.filter { $0.area == area }.map(\.outcome)
            guard outcomes.contains(.couldNotLook) else { return true }
            return area != .capture && area != .rules && (outcomes.contains(.looked) || outcomes.contains(.partly))
        }
    }

    /// Puts the command that gives a privilege in the place of ``Remedy/privilege``, or nothing where all are there.
    package mutating func namePrivilege(_ command: String?) {
        for index in entries.indices where entries[index].remedy == Remedy.privilege {
            entries[index].remedy = command
        }
    }

    private mutating func add(_ entry: Entry) {
        let same = entries.firstIndex {
            $0.area == entry.area && $0.outcome == entry.outcome && $0.what == entry.what
                && $0.reason == entry.reason && $0.remedy == entry.remedy
        }
        if let same {
            entries[same].count += entry.count
            let room = Self.exampleLimit - entries[same].examples.count
            let new = entry.examples.filter { !entries[same].examples.contains($0) }
            entries[same].examples += new.prefix(max(0, room))
        } else if entries.count < Self.entryLimit {
            entries.append(entry)
        } else {
            omittedEntries += 1
        }
    }
}

internal import Observation

/// A rule's detections and condition as a graph that is run on one event after the other.
///
/// Every detection is one node, however often the condition names it. Fields are numbered, so that an event's fields are
/// looked up once and not once a comparison.
struct MatchProgram: Sendable {
    /// One step of the graph; others are named by their index.
    enum Node: Sendable {
        case comparison(Comparison)
        case all([Int])
        case any([Int])
        case not(Int)
    }

    /// One field, or all of them, and what is asked of it.
    struct Comparison: Sendable {
        /// The field's number; nothing for keywords.
        let slot: Int?
        let test: ValueTest
    }

    /// The names of the fields by number.
    let fields: [String]
    /// The graph; no node stands before one that it names.
    let nodes: [Node]
    /// The node that decides.
    let root: Int
    /// The regular expressions in it.
    let expressions: [RegularExpression]

    /// The names of the fields without which no event matches, in the order in which they are numbered.
    var requiredFields: [String] {
        required(by: root).sorted().map { fields[$0] }
    }

    private func required(by index: Int) -> Set<Int> {
        switch nodes[index] {
        case .comparison(let comparison):
            guard let slot = comparison.slot, !comparison.test.holdsForMissing else { return [] }
            return [slot]
        case .all(let parts): return parts.reduce(into: []) { $0.formUnion(required(by: $1)) }
        case .any(let parts):
            guard let first = parts.first else { return [] }
            return parts.dropFirst().reduce(into: required(by: first)) { $0.formIntersection(required(by: $1)) }
        case .not: return []
        }
    }

    /// Whether an event matches; `slots` holds the view's number for each of the program's fields.
    func holds(for view: EventView, slots: [Int]) -> Bool {
        holds(root, view, slots)
    }

    private func holds(_ index: Int, _ view: EventView, _ slots: [Int]) -> Bool {
        switch nodes[index] {
        case .comparison(let comparison):
            guard let slot = comparison.slot else {
                return view.everything.contains { comparison.test.holds(for: $0.value, in: view, slots) }
            }
            // Whether a field is there shows without its value.
            if case .exists(let wanted) = comparison.test { return view.isMissing(slots[slot]) != wanted }
            return comparison.test.holds(for: view.value(slots[slot]), in: view, slots)
        case .all(let parts):
            for part in parts where !holds(part, view, slots) { return false }
            return true
        case .any(let parts):
            for part in parts where holds(part, view, slots) { return true }
            return false
        case .not(let part):
            return !holds(part, view, slots)
        }
    }

    /// The names of the fields that made a matching event match, each once; negated parts do not count.
    func matchedFields(in view: EventView, slots: [Int]) -> [String] {
        var names: [String] = []
        gather(root, view, slots, into: &names)
        return names
    }

    private func gather(_ index: Int, _ view: EventView, _ slots: [Int], into names: inout [String]) {
        switch nodes[index] {
        case .comparison(let comparison):
            let found =
                if let slot = comparison.slot {
                    view.isMissing(slots[slot]) ? [] : [fields[slot]]
                } else {
                    view.everything.filter { comparison.test.holds(for: $0.value, in: view, slots) }.map(\.name)
                }
            for name in found where !names.contains(name) {
                names.append(name)
            }
        case .all(let parts), .any(let parts):
            for part in parts where holds(part, view, slots) {
                gather(part, view, slots, into: &names)
            }
        case .not:
            return
        }
    }
}

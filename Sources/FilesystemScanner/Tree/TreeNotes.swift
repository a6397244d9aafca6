internal import Observation

/// What one thread tells of names that it did not take, gathered so that the same tree gives the same lines.
struct TreeNotes {
    struct Line: Hashable {
        let outcome: Coverage.Outcome
        let what: String
        let reason: String
        let remedy: String?
    }

    private struct Sum {
        var count = 0
        /// The first few by their bytes.
        var examples: [[UInt8]] = []
    }

    /// The longest path that is shown as an example, in bytes.
    private static let pathLimit = 1_024

    private var sums: [Line: Sum] = [:]
    private(set) var counters: [Counter: Int64] = [:]

    mutating func count(_ counter: Counter, _ amount: Int64 = 1) {
        counters[counter, default: 0] += amount
    }

    /// Notes one thing.
    mutating func note(
        _ outcome: Coverage.Outcome, _ what: String, reason: String, remedy: String? = nil, count: Int = 1,
        _ path: () -> [UInt8]
    ) {
        let line = Line(outcome: outcome, what: what, reason: reason, remedy: remedy)
        sums[line, default: Sum()].count += count
        add(path(), to: line)
    }

    private mutating func add(_ path: [UInt8], to line: Line) {
        var examples = sums[line]?.examples ?? []
        let place = examples.firstIndex { path.lexicographicallyPrecedes($0) } ?? examples.count
        guard place < Coverage.exampleLimit else { return }
        examples.insert(path, at: place)
        sums[line]?.examples = Array(examples.prefix(Coverage.exampleLimit))
    }

    /// Notes a file or folder that could not be opened or asked.
    mutating func unreadable(_ what: String, _ error: SystemError, _ path: () -> [UInt8]) {
        count(.filesUnreadable)
        note(
            .couldNotLook, what, reason: error.reason, remedy: error.isDenial ? Coverage.Remedy.privilege : nil, path)
    }

    /// Notes a name that is there and is left alone for good.
    mutating func skipped(_ what: String, _ reason: String, _ path: () -> [UInt8]) {
        count(.filesSkipped)
        note(.partly, what, reason: reason, path)
    }

    mutating func fault(_ what: String, _ fault: TreeFault, _ path: () -> [UInt8]) {
        switch fault {
        case .changed: skipped(what, "changed while it was looked at", path)
        case .system(let error): unreadable(what, error, path)
        }
    }

    /// Takes in what another thread has to tell.
    mutating func merge(_ other: TreeNotes) {
        for (counter, amount) in other.counters { count(counter, amount) }
        for (line, sum) in other.sums {
            sums[line, default: Sum()].count += sum.count
            for path in sum.examples { add(path, to: line) }
        }
    }

    /// The lines in an order that does not depend on threads.
    func tell(_ coverage: inout Coverage) {
        for (counter, amount) in counters { coverage.count(counter, amount) }
        let order: (Line) -> [String] = { [$0.outcome.rawValue, $0.what, $0.reason] }
        for (line, sum) in sums.sorted(by: { order($0.key).lexicographicallyPrecedes(order($1.key)) }) {
            for (index, path) in sum.examples.enumerated() {
                coverage.note(
                    .scan, line.outcome, line.what, reason: line.reason, remedy: line.remedy, example: Self.text(path),
                    count: index == 0 ? sum.count - sum.examples.count + 1 : 1)
            }
        }
    }

    /// A path as text, invalid UTF-8 replaced, the middle of a very long one left out.
    private static func text(_ path: [UInt8]) -> String {
        guard path.count > pathLimit else { return String(decoding: path, as: UTF8.self) }
        let half = pathLimit / 2
        return String(decoding: path.prefix(half), as: UTF8.self) + "…"
            + String(decoding: path.suffix(half), as: UTF8.self)
    }
}

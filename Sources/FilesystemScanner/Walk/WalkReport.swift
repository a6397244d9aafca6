internal import Observation
internal import TextExtraction

/// What a walk tells of names that it did not take, for the coverage section.
struct WalkReport {
    private(set) var coverage = Coverage()

    /// A name that is there and is left alone for good.
    mutating func skipped(_ reason: String, _ path: [UInt8]) {
        coverage.count(.filesSkipped)
        note(.partly, "name in a catalogued place", reason: reason, path)
    }

    /// A file or folder that could not be opened or asked.
    mutating func unreadable(_ what: String, _ error: SystemError, _ path: [UInt8]) {
        coverage.count(.filesUnreadable)
        note(.couldNotLook, what, reason: error.reason, remedy: error.isDenial ? Coverage.Remedy.privilege : nil, path)
    }

    mutating func note(
        _ outcome: Coverage.Outcome, _ what: String, reason: String, remedy: String? = nil, _ path: [UInt8],
        count: Int = 1
    ) {
        coverage.note(
            .scan, outcome, what, reason: reason, remedy: remedy, example: String(decoding: path, as: UTF8.self),
            count: count)
    }

    /// What a reader of formats could not read.
    mutating func note(_ gaps: [ExtractionGap: Int], _ path: [UInt8]) {
        coverage.note(gaps, of: String(decoding: path, as: UTF8.self))
    }

    mutating func count(_ counter: Counter, _ amount: Int64 = 1) {
        coverage.count(counter, amount)
    }

    mutating func add(_ outcome: Coverage.Outcome, _ what: String, count: Int, example: String) {
        coverage.note(.scan, outcome, what, example: example, count: count)
    }
}

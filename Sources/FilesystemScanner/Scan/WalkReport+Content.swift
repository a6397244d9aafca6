internal import Observation

extension WalkReport {
    /// What was looked at, with how many things that were.
    mutating func looked(_ what: String, count: Int, of products: [String]) {
        add(.looked, what, count: count, example: "those of " + products.joined(separator: ", "))
    }

    /// A bound that was hit.
    mutating func capped(_ reason: String, _ path: [UInt8]) {
        count(.filesCapped)
        note(.partly, "content of catalogued files", reason: reason, path)
    }

    /// What kept a file from being read whole.
    mutating func tell(_ gaps: [ContentReading.Gap], _ path: [UInt8]) {
        if gaps.contains(.capped) || gaps.contains(.hole) { count(.filesCapped) }
        for gap in gaps {
            let what = "content of catalogued files"
            let search = "search for secrets"
            switch gap {
            case .unreadable(let error): unreadable("file", error, path)
            case .changed: note(.partly, what, reason: "changed while it was read", path)
            case .capped: note(.partly, what, reason: "larger than is read of one file", path)
            case .hole: note(.partly, what, reason: "holes in the file were stepped over", path)
            case .longLines(let count):
                note(.partly, "lines of catalogued files", reason: "longer than is kept", path, count: count)
            case .brokenLines(let count):
                note(.partly, "lines of JSON Lines files", reason: "no JSON", path, count: count)
            case .brokenDocument: note(.partly, what, reason: "no JSON", path)
            case .costlyText(let count):
                note(.partly, search, reason: "a pattern became too costly", path, count: count)
            case .manySecrets(let count):
                note(.partly, search, reason: "more than are counted in one file", path, count: count)
            }
        }
    }
}

internal import Observation
internal import TextExtraction

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

    /// What kept a file from being examined whole.
    mutating func tell(_ examination: Examination, _ path: [UInt8]) {
        let what = "content of catalogued files"
        let search = "search for secrets"
        if examination.isSniffedInPart {
            note(.partly, "search for conversations", reason: "only the beginning of a large file is looked at", path)
        }
        var isCapped = examination.gaps.contains(.capped) || examination.gaps.contains(.hole)
        for gap in examination.gaps {
            switch gap {
            case .unreadable(let error): unreadable("file", error, path)
            case .changed: note(.partly, what, reason: "changed while it was read", path)
            case .capped: note(.partly, what, reason: "larger than is read of one file", path)
            case .hole: note(.partly, what, reason: "holes in the file were stepped over", path)
            case .unknownTokens(let count):
                note(.partly, what, reason: "tokens of a model that is not at hand", path, count: count)
            case .costlyText(let count):
                note(.partly, search, reason: "a pattern became too costly", path, count: count)
            case .manyMatches(let count):
                note(.partly, search, reason: "more than are counted in one file", path, count: count)
            }
        }
        for gap in examination.extractionGaps.keys {
            isCapped = isCapped || gap.isLimit
            if gap.isLackOfSupport { count(.formatsNotRead) }
        }
        if isCapped { count(.filesCapped) }
        note(examination.extractionGaps, path)
    }
}

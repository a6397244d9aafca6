internal import Glibc
package import Observation
package import TextExtraction

extension Coverage {
    /// Notes what kept the reading of a file from being whole.
    package mutating func note(_ gaps: [ExtractionGap: Int], of path: String) {
        for (gap, count) in gaps.sorted(by: { $0.key.words < $1.key.words }) {
            note(.scan, gap.outcome, "content of files", reason: gap.words, example: path, count: count)
        }
    }
}

extension ExtractionGap {
    /// What was in the way, in words.
    package var words: String {
        switch self {
        case .unreadable(let number): SystemError(number: number).reason
        case .truncated: "ends before what its headers promise"
        case .malformed: "does not follow its format's rules"
        case .badChecksum: "a checksum is wrong"
        case .encrypted: "encrypted"
        case .unsupported(let what): "not read: \(what)"
        case .capped(let limit): "more than is read: \(limit)"
        }
    }

    fileprivate var outcome: Coverage.Outcome {
        switch self {
        case .unreadable, .encrypted, .unsupported: .couldNotLook
        case .truncated, .malformed, .badChecksum, .capped: .partly
        }
    }
}

extension MatcherCore {
    /// What was found, without overlaps and in the order of the text.
    func told(_ candidates: [Candidate], in bytes: Span<UInt8>) -> [ContentMatch] {
        let canaries = ContentMatch.resolved(candidates.filter(\.isCanary))
        let others = ContentMatch.resolved(candidates.filter { !$0.isCanary })
        let all = canaries.isEmpty ? others : (canaries + others).sorted { $0.range.lowerBound < $1.range.lowerBound }
        return all.map { match($0, in: bytes) }
    }

    private func match(_ candidate: Candidate, in bytes: Span<UInt8>) -> ContentMatch {
        guard !candidate.isCanary else {
            let isClear = candidate.encoding == nil
            return ContentMatch(
                patternID: "canary", description: "Text that was asked for", kind: .canary, isValidated: false,
                encoding: candidate.encoding.map { [$0] } ?? [], range: candidate.range,
                text: isClear ? bytes.text(in: candidate.range) : canaries[candidate.source])
        }
        let pattern = patterns[candidate.source]
        return ContentMatch(
            patternID: pattern.id, description: pattern.description, kind: pattern.kind,
            isValidated: pattern.validator != nil, encoding: [], range: candidate.range,
            text: bytes.text(in: candidate.range))
    }

    /// Adds what was found encoded to what was found in clear; where both lie in the same place, the latter counts.
    func merge(_ encoded: [ContentMatch], into matches: inout [ContentMatch]) {
        guard !encoded.isEmpty else { return }
        for match in encoded.sorted(by: { $0.encoding.count < $1.encoding.count }) {
            let isTaken = matches.contains {
                $0.range.overlaps(match.range) && ($0.kind == .canary) == (match.kind == .canary)
                    && ($0.encoding.count < match.encoding.count || $0.text == match.text)
            }
            if !isTaken { matches.append(match) }
        }
        matches.sort { ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound) }
    }
}

extension Span<UInt8> {
    /// Some of the bytes as text, invalid UTF-8 replaced.
    func text(in range: Range<Int>) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(range.count)
        for offset in range { bytes.append(self[offset]) }
        return String(decoding: bytes, as: UTF8.self)
    }
}

internal import Observation

/// Keeps what correlations need of the events that their rules matched until all events are there.
///
/// Events come from several threads and in no order, so nothing is judged before the end, or before there are too many.
struct CorrelationBench: Sendable {
    /// How many matches wait at most.
    static let candidateLimit = 100_000
    /// How long a text of an event is that waits, in bytes; evidence shows no more.
    static let textLimit = 1_024

    /// What a correlation found, with the events that can be shown for it.
    struct Verdict: Sendable {
        let match: CorrelationMatch
        /// Some of the events, oldest first, with the fields that made them match.
        let members: [(event: Event, match: DetectionMatch)]
    }

    private struct Candidate: Sendable {
        let event: Event
        let match: DetectionMatch
    }

    private let program: CorrelationProgram
    private var candidates: [Candidate] = []
    private var newest: Timestamp?
    private(set) var losses = CorrelationLosses()

    init(_ program: CorrelationProgram) {
        self.program = program
    }

    /// Notes the time of an event, matched or not.
    mutating func note(_ time: Timestamp) {
        guard !program.isEmpty, newest.map({ $0 < time }) ?? true else { return }
        newest = time
    }

    mutating func take(_ match: DetectionMatch, in event: Event) {
        guard program.consumers[match.place] != nil else { return }
        guard candidates.count < Self.candidateLimit else {
            losses.evictedEntries += 1
            return
        }
        candidates.append(Candidate(event: event.shortened(to: Self.textLimit), match: match))
    }

    mutating func merge(_ other: CorrelationBench) {
        let room = max(0, Self.candidateLimit - candidates.count)
        candidates += other.candidates.prefix(room)
        losses.evictedEntries += max(0, other.candidates.count - room) + other.losses.evictedEntries
        if let time = other.newest { note(time) }
    }

    /// Judges all that waits; there is nothing left afterwards.
    mutating func finish(evidenceLimit: Int) -> [Verdict] {
        guard !program.isEmpty, !candidates.isEmpty else { return [] }
        candidates.sort { $0.event.timestamp < $1.event.timestamp }
        var engine = CorrelationEngine(program)
        if let newest { engine.note(newest) }
        var matches: [CorrelationMatch] = []
        for (number, candidate) in candidates.enumerated() {
            engine.take(
                detection: candidate.match.place, candidate.event.fields, at: candidate.event.timestamp,
                event: Int64(number)
            ) { matches.append($0) }
        }
        engine.finish { matches.append($0) }
        losses.add(engine.losses)
        defer { candidates = [] }
        return matches.map { match in
            Verdict(
                match: match,
                members: match.events.prefix(evidenceLimit).map { number in
                    let candidate = candidates[Int(number)]
                    return (candidate.event, candidate.match)
                })
        }
    }
}

extension CorrelationLosses {
    mutating func add(_ other: CorrelationLosses) {
        late += other.late
        withoutGroup += other.withoutGroup
        evictedGroups += other.evictedGroups
        evictedEntries += other.evictedEntries
        unfinishedWindows += other.unfinishedWindows
    }
}

extension Coverage {
    /// Notes what correlations could not keep or know.
    mutating func note(_ losses: CorrelationLosses) {
        let what = "correlations"
        func tell(_ count: Int, _ reason: String) {
            if count > 0 { note(.rules, .partly, what, reason: reason, count: count) }
        }
        tell(losses.withoutGroup, "matches without a field that groups them")
        tell(losses.evictedEntries + losses.evictedGroups, "more matches at once than are kept")
        tell(losses.late, "matches that came too late to be put in order")
        tell(losses.unfinishedWindows, "windows still open at the end, so what did not come is not known")
    }
}

extension Event {
    /// The event with its texts cut.
    fileprivate func shortened(to limit: Int) -> Event {
        var event = self
        for (name, value) in fields {
            guard case .string(let text) = value, text.utf8.count > limit else { continue }
            event.fields[name] = .string(String(decoding: text.utf8.prefix(limit), as: UTF8.self))
        }
        return event
    }
}

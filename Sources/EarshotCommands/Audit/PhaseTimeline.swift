internal import Observation

/// When a product started, loaded a model and was asked something: what `llm.phase` is told from.
///
/// Where several fit, the one that says most wins: a model is loaded, a prompt is under way, one has just been answered,
/// the program has just started.
struct PhaseTimeline: Sendable {
    /// A part of a product's run.
    enum Phase: String, Sendable {
        case startup
        case modelLoad = "model-load"
        case prompt
        case after
        case idle
    }

    /// A request to a model.
    struct Request: Hashable, Sendable {
        /// What it asks for.
        enum Kind: Sendable {
            /// It hands over words or pictures.
            case prompt
            /// It wants a model to be brought into memory.
            case load
        }

        let kind: Kind
        let begin: Timestamp
        /// When the first piece of the answer came, where that was seen.
        let firstToken: Timestamp?
        let end: Timestamp
    }

    /// How long after its start a program counts as starting, in nanoseconds.
    static let startup: Int64 = 30_000_000_000
    /// How long after an answer things count as following it, in nanoseconds.
    static let aftermath: Int64 = 30_000_000_000
    /// How long a model is loaded at most, where no answer tells when it was ready, in nanoseconds.
    static let longestLoad: Int64 = 120_000_000_000

    private let starts: Spans
    private let loads: Spans
    private let prompts: Spans

    /// - Parameters:
    ///   - servers: when the product's servers started.
    ///   - runners: when the processes started that compute for them.
    ///   - requests: what it was asked, in any order.
    init(servers: [Timestamp], runners: [Timestamp], requests: [Request]) {
        let prompts = requests.filter { $0.kind == .prompt }
        self.prompts = Spans(prompts.map { ($0.begin, $0.end) })
        starts = Spans(servers.map { ($0, $0.advanced(by: Self.startup)) })
        let answers = prompts.map { $0.firstToken ?? $0.end }.sorted()
        let loading = runners + requests.filter { $0.kind == .load }.map(\.begin)
        loads = Spans(
            loading.map { begin in
                let latest = begin.advanced(by: Self.longestLoad)
                return (begin, min(latest, answers.first(notBefore: begin) ?? latest))
            })
    }

    /// What the product was doing at a moment.
    func phase(at time: Timestamp) -> Phase {
        if loads.last(before: time).map({ time < $0.end }) ?? false { return .modelLoad }
        if let prompt = prompts.last(before: time) {
            if time <= prompt.end { return .prompt }
            if time <= prompt.end.advanced(by: Self.aftermath) { return .after }
        }
        return starts.last(before: time).map { time <= $0.end } ?? false ? .startup : .idle
    }
}

/// Spans of time that do not overlap, in their order.
private struct Spans: Sendable {
    private var spans: [(begin: Timestamp, end: Timestamp)] = []

    /// Joins spans that overlap.
    init(_ parts: [(begin: Timestamp, end: Timestamp)]) {
        for part in parts.sorted(by: { $0.begin < $1.begin }) {
            if let last = spans.last, part.begin <= last.end {
                spans[spans.count - 1].end = max(last.end, part.end)
            } else {
                spans.append(part)
            }
        }
    }

    /// The last span that began no later than a moment.
    func last(before time: Timestamp) -> (begin: Timestamp, end: Timestamp)? {
        var (low, high) = (0, spans.count)
        while low < high {
            let middle = (low + high) / 2
            if spans[middle].begin <= time { low = middle + 1 } else { high = middle }
        }
        return low > 0 ? spans[low - 1] : nil
    }
}

extension [Timestamp] {
    /// The first of moments in their order that is not before another one.
    fileprivate func first(notBefore time: Timestamp) -> Timestamp? {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle] < time { low = middle + 1 } else { high = middle }
        }
        return low < count ? self[low] : nil
    }
}

extension Timestamp {
    /// The moment some nanoseconds later; the last one there is when that is beyond it.
    func advanced(by nanoseconds: Int64) -> Timestamp {
        let (sum, overflow) = self.nanoseconds.addingReportingOverflow(nanoseconds)
        return Timestamp(nanoseconds: overflow ? .max : sum)
    }
}

extension PhaseTimeline.Request {
    /// Operations that neither hand over words nor load a model, by the beginnings of their names.
    private static let errands = ["model_", "blob_", "slot_", "server_", "weights_"]

    /// What an event says of a request; nothing when it asks for neither.
    init?(_ event: Event) {
        guard event.category == .llmRequest, let kind = Self.kind(of: event) else { return nil }
        self.kind = kind
        let begin = event.timestamp
        self.begin = begin
        end = begin.advanced(by: event.integer(.eventDuration) ?? 0)
        firstToken = event.real(.genAITimeToFirstToken).map { begin.advanced(by: Int64(clamped: $0 * 1e9)) }
    }

    /// What kind of request an event tells of.
    static func kind(of event: Event) -> Kind? {
        guard let operation = event.string(.genAIOperationName) else { return .prompt }
        if operation == "model_load" { return .load }
        return errands.contains { operation.hasPrefix($0) } ? nil : .prompt
    }
}

extension Int64 {
    /// The nearest number there is.
    fileprivate init(clamped value: Double) {
        self = value.isFinite ? Int64(exactly: Swift.min(Swift.max(value, 0), 9e18).rounded()) ?? 0 : 0
    }
}

extension Event {
    /// The number of a field, when it is there and is one with a fraction.
    fileprivate func real(_ field: Field) -> Double? {
        guard case .real(let number) = self[field] else { return nil }
        return number
    }
}

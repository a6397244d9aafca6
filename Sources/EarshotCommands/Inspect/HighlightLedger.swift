internal import Observation
internal import Reporting

/// Sums messages up to what was said, each different thing once.
struct HighlightLedger {
    /// How many different things are kept.
    static let limit = 2_000

    private struct Key: Hashable {
        let category: EventCategory
        let text: String
    }

    private struct Sum {
        var first: Timestamp
        var count = 0
    }

    private var sums: [Key: Sum] = [:]
    /// Messages that said something else than what was kept.
    private(set) var omitted = 0

    /// Takes one described event in; events that say nothing by themselves are passed over.
    mutating func take(_ event: Event, _ redaction: Redaction) {
        guard let text = event.highlight(redaction) else { return }
        add(Key(category: event.category, text: text), first: event.timestamp, count: 1)
    }

    private mutating func add(_ key: Key, first: Timestamp, count: Int) {
        guard sums[key] != nil || sums.count < Self.limit else {
            omitted += count
            return
        }
        var sum = sums[key] ?? Sum(first: first)
        sum.first = min(sum.first, first)
        sum.count += count
        sums[key] = sum
    }

    /// Takes in what another one has summed up.
    mutating func merge(_ other: HighlightLedger) {
        for (key, sum) in other.sums { add(key, first: sum.first, count: sum.count) }
        omitted += other.omitted
    }

    /// What was said, by category, the first first.
    var highlights: Highlights {
        let entries = sums.map { key, sum in
            Highlight(category: key.category, text: key.text, count: sum.count, first: sum.first)
        }.sorted { ($0.category.rank, $0.first, $0.text) < ($1.category.rank, $1.first, $1.text) }
        return Highlights(entries: entries, omitted: omitted)
    }
}

extension EventCategory {
    /// The order in which a reader wants to know of them.
    fileprivate var rank: Int {
        switch self {
        case .llmRequest: 0
        case .httpRequest: 1
        case .tlsHandshake: 2
        case .dnsQuery: 3
        case .weird: 5
        default: 4
        }
    }
}

extension Event {
    /// The event in a few words that are the same for every event that says the same.
    fileprivate func highlight(_ redaction: Redaction) -> String? {
        let destination = (string(.destinationDomain).map(redaction.hostName) ?? string(.destinationIP)) ?? "unknown"
        let who = string(.processName).map { "\($0): " } ?? ""
        switch category {
        case .llmRequest:
            let model = string(.genAIRequestModel).map { " \($0)" } ?? ""
            return "\(who)\(string(.genAISystem) ?? "model API")\(model) at \(destination)"
        case .httpRequest:
            return
                "\(who)\(string(.httpMethod) ?? "") http://\(string(.urlDomain) ?? destination)\(string(.urlPath) ?? "")"
        case .tlsHandshake:
            let name = string(.tlsServerName).map(redaction.hostName) ?? destination
            return "\(who)\(string(.networkProtocol) ?? "tls") to \(name)"
        case .dnsQuery:
            guard string(.dnsType) == "query", let name = string(.dnsQuestionName) else { return nil }
            return "\(who)\(redaction.hostName(name)) \(string(.dnsQuestionType) ?? "")"
        case .weird: return string(.weirdName)
        default: return nil
        }
    }
}

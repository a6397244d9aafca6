internal import Observation
internal import Reporting

/// Sums flows up to who said how much to whom.
struct ConversationLedger {
    /// How many pairs are kept apart; what comes beyond is summed up as one.
    static let limit = 5_000

    private struct Pair: Hashable {
        let process: String?
        let product: String?
        let destination: String
        let direction: String
    }

    private struct Sum {
        var owner: String?
        var purpose: String?
        var flows = 0
        var sent: Int64 = 0
        var received: Int64 = 0
    }

    private var sums: [Pair: Sum] = [:]
    private(set) var unattributedFlows: Int64 = 0
    private(set) var unattributedBytes: Int64 = 0

    /// Takes one described flow in; other events are passed over.
    mutating func take(_ event: Event, redaction: Redaction) {
        guard event.category == .networkConnection else { return }
        let bytes = event.integer(.networkBytes) ?? 0
        let process = event.string(.processScript) ?? event.string(.processName)
        if process == nil {
            unattributedFlows += 1
            unattributedBytes += bytes
        }
        let name = event.string(.destinationDomain).map { redaction.hostName($0) }
        let destination = name ?? event.string(.destinationIP) ?? "unknown"
        var pair = Pair(
            process: process, product: event.string(.llmProduct), destination: destination,
            direction: event.string(.networkDirection) ?? "unknown")
        if sums[pair] == nil, sums.count >= Self.limit {
            pair = Pair(process: nil, product: nil, destination: "everything else", direction: pair.direction)
        }
        var sum = sums[pair] ?? Sum()
        sum.owner = sum.owner ?? event.string(.destinationOwner)
        sum.purpose = sum.purpose ?? event.string(.destinationPurpose)
        sum.flows += 1
        sum.sent += event.integer(.sourceBytes) ?? 0
        sum.received += event.integer(.destinationBytes) ?? 0
        sums[pair] = sum
    }

    /// The sums, the most bytes first.
    var conversations: [Conversation] {
        sums.map { pair, sum in
            Conversation(
                process: pair.process, product: pair.product, destination: pair.destination, owner: sum.owner,
                purpose: sum.purpose, direction: pair.direction, flows: sum.flows, bytesSent: sum.sent,
                bytesReceived: sum.received)
        }.sorted { left, right in
            let (first, second) = (left.bytesSent + left.bytesReceived, right.bytesSent + right.bytesReceived)
            if first != second { return first > second }
            return (left.destination, left.process ?? "") < (right.destination, right.process ?? "")
        }
    }
}

internal import Observation
internal import Reporting

/// Sums flows up to who said how much to whom.
struct ConversationLedger {
    /// How many pairs are kept apart; what comes beyond is summed up as one.
    static let limit = 5_000

    /// What stands for a program that is not known.
    enum Naming {
        /// Nothing.
        case programs
        /// The address that it spoke from.
        case addresses
    }

    private struct Pair: Hashable {
        let process: String?
        let source: String?
        let networkProtocol: String?
        let product: String?
        let destination: String
        let direction: String

        static func everythingElse(_ direction: String) -> Pair {
            Pair(
                process: nil, source: nil, networkProtocol: nil, product: nil, destination: "everything else",
                direction: direction)
        }
    }

    private struct Sum {
        var owner: String?
        var purpose: String?
        var flows = 0
        var sent: Int64 = 0
        var received: Int64 = 0

        mutating func add(owner: String?, purpose: String?, flows: Int, sent: Int64, received: Int64) {
            self.owner = self.owner ?? owner
            self.purpose = self.purpose ?? purpose
            self.flows += flows
            self.sent += sent
            self.received += received
        }
    }

    private let naming: Naming
    private var sums: [Pair: Sum] = [:]
    private(set) var unattributedFlows: Int64 = 0
    private(set) var unattributedBytes: Int64 = 0

    init(naming: Naming = .programs) {
        self.naming = naming
    }

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
            process: process, source: process == nil && naming == .addresses ? event.string(.sourceIP) : nil,
            networkProtocol: event.string(.networkProtocol) ?? event.string(.networkTransport),
            product: event.string(.llmProduct), destination: destination,
            direction: event.string(.networkDirection) ?? "unknown")
        if sums[pair] == nil, sums.count >= Self.limit { pair = .everythingElse(pair.direction) }
        sums[pair, default: Sum()].add(
            owner: event.string(.destinationOwner), purpose: event.string(.destinationPurpose), flows: 1,
            sent: event.integer(.sourceBytes) ?? 0, received: event.integer(.destinationBytes) ?? 0)
    }

    /// Takes in what another one has summed up.
    mutating func merge(_ other: ConversationLedger) {
        unattributedFlows += other.unattributedFlows
        unattributedBytes += other.unattributedBytes
        for (pair, sum) in other.sums {
            let key = sums[pair] == nil && sums.count >= Self.limit ? .everythingElse(pair.direction) : pair
            sums[key, default: Sum()].add(
                owner: sum.owner, purpose: sum.purpose, flows: sum.flows, sent: sum.sent, received: sum.received)
        }
    }

    /// The sums, the most bytes first.
    var conversations: [Conversation] {
        sums.map { pair, sum in
            Conversation(
                process: pair.process, source: pair.source, networkProtocol: pair.networkProtocol,
                product: pair.product, destination: pair.destination, owner: sum.owner,
                purpose: sum.purpose, direction: pair.direction, flows: sum.flows, bytesSent: sum.sent,
                bytesReceived: sum.received)
        }.sorted { left, right in
            let (first, second) = (left.bytesSent + left.bytesReceived, right.bytesSent + right.bytesReceived)
            if first != second { return first > second }
            let speaker = (left.process ?? left.source ?? "", right.process ?? right.source ?? "")
            return (left.destination, speaker.0) < (right.destination, speaker.1)
        }
    }
}

internal import HostInventory
internal import Knowledge
internal import Observation

/// Says of captured events who the process is, which way they went, and what the destination is for.
struct TrafficDescription {
    private let inventory: Inventory
    private let catalogue: Catalogue
    private let localAddresses: Set<IPAddress>
    /// Programs that were seen talking to a local model's server, and the server's product.
    private var clients: [ProcessIdentity: String] = [:]
    /// The programs that were seen opening flows to a destination.
    private var programs: [Destination: Set<ProcessRecord>] = [:]

    /// What each product was doing.
    private var phases: [String: PhaseTimeline] = [:]

    /// Where a flow leads to.
    private struct Destination: Hashable {
        let transport: String?
        let address: String?
        let port: Int64?

        init(_ event: Event) {
            transport = event.string(.networkTransport)
            address = event.string(.destinationIP)
            port = event.integer(.destinationPort)
        }
    }

    init(inventory: Inventory, catalogue: Catalogue, localAddresses: Set<IPAddress>, events: [CapturedEvent]) {
        self.inventory = inventory
        self.catalogue = catalogue
        self.localAddresses = localAddresses
        for captured in events {
            learnClient(from: captured)
            if let program = captured.owners?.source?.process {
                programs[Destination(captured.event), default: []].insert(program)
            }
        }
        phases = phases(in: events)
    }

    /// What each product was doing meanwhile, from the starts of its processes and from what it was asked.
    private func phases(in events: [CapturedEvent]) -> [String: PhaseTimeline] {
        var starts: [String: [String: Set<Timestamp>]] = [:]
        var requests: [String: [PhaseTimeline.Request]] = [:]
        for instance in inventory.instances {
            for member in instance.members {
                guard let start = member.record.startTime else { continue }
                starts[instance.product.id, default: [:]][member.role, default: []].insert(start)
            }
        }
        for captured in events {
            let request = PhaseTimeline.Request(captured.event)
            var asked: Set<String> = []
            for record in [captured.owners?.source?.process, captured.owners?.destination?.process].compactMap(\.self) {
                guard let part = part(of: record) else { continue }
                asked.insert(part.product)
                if let start = record.startTime {
                    starts[part.product, default: [:]][part.role, default: []].insert(start)
                }
            }
            guard let request else { continue }
            for product in asked { requests[product, default: []].append(request) }
        }
        return Dictionary(
            uniqueKeysWithValues: Set(starts.keys).union(requests.keys).map { product in
                let starts = starts[product] ?? [:]
                return (
                    product,
                    PhaseTimeline(
                        servers: Array(starts["server"] ?? []), runners: Array(starts["runner"] ?? []),
                        requests: requests[product] ?? [])
                )
            })
    }

    /// The owner of a flow that was gone before the kernel could be asked, when one program alone spoke to its destination.
    private func likelyOwner(_ event: Event) -> EndOwner? {
        guard let candidates = programs[Destination(event)], candidates.count == 1 else { return nil }
        return EndOwner(
            process: candidates.first, quality: .recent,
            reason: "gone before it could be asked for; no other program was seen talking to this destination")
    }

    /// A flow that stays on this host and ends at a product's server makes the other end that product's client.
    private mutating func learnClient(from captured: CapturedEvent) {
        guard let client = captured.owners?.source?.process, let server = captured.owners?.destination?.process,
            client.identity != server.identity, part(of: client) == nil, let product = part(of: server)?.product
        else { return }
        clients[client.identity] = product
    }

    /// The product that a process belongs to and the part it plays there.
    private func part(of record: ProcessRecord) -> (product: String, role: String)? {
        inventory.product(of: record).map { ($0.product.id, $0.role) }
    }

    /// The event with all that is known of it.
    func described(_ captured: CapturedEvent) -> Event {
        var event = captured.event
        guard event.category != .captureHealth else { return event }
        let (from, to) = (isLocal(event, .sourceIP), isLocal(event, .destinationIP))
        let isFromHere = from || captured.owners?.source != nil
        // A public address in another network namespace is beyond what this one trusts, whoever answers there.
        let isBeyond = event.string(.destinationScope) == AddressScope.public.rawValue
        let isToHere = to || captured.owners?.destination != nil && !isBeyond
        event.set(.networkDirection, Self.direction(isFromHere, isToHere))
        describeDestination(&event)
        let owner = isFromHere ? captured.owners?.source : captured.owners?.destination
        describeOwner(isFromHere && owner?.process == nil ? likelyOwner(event) ?? owner : owner, &event)
        if let product = event.string(.llmProduct) {
            event.set(.llmPhase, phases[product]?.phase(at: captured.began).rawValue)
        }
        return event
    }

    private static func direction(_ isFromHere: Bool, _ isToHere: Bool) -> String {
        switch (isFromHere, isToHere) {
        case (true, true): "internal"
        case (true, false): "egress"
        case (false, true): "ingress"
        case (false, false): "unknown"
        }
    }

    private func isLocal(_ event: Event, _ field: Field) -> Bool {
        guard let address = event.string(field).flatMap({ IPAddress($0) }) else { return false }
        return address.scope == .loopback || localAddresses.contains(address.unmapped)
    }

    private func describeDestination(_ event: inout Event) {
        let name = event.category == .dnsQuery ? event.string(.dnsQuestionName) : event.string(.destinationDomain)
        guard let name, let endpoint = catalogue.endpoints.endpoint(for: name) else { return }
        event.set(.destinationOwner, endpoint.owner)
        event.set(.destinationPurpose, endpoint.purpose)
    }

    private func describeOwner(_ owner: EndOwner?, _ event: inout Event) {
        event.set(.attributionQuality, owner?.quality.rawValue ?? "none")
        event.set(.attributionReason, owner?.reason ?? (owner == nil ? "neither end is a socket of this host" : nil))
        guard let record = owner?.process else { return }
        record.describe(&event)
        if let part = part(of: record) {
            event.set(.llmProduct, part.product)
            event.set(.llmRole, part.role)
        } else if let product = clients[record.identity] {
            event.set(.llmProduct, product)
            event.set(.llmRole, "client")
        }
    }
}

internal import Dissection
internal import Knowledge
internal import Observation
internal import PacketCapture

/// Says of events from a capture which way they went, what the destination is for, and whose product answered.
///
/// Which host a capture was made on is not told by it, so private, link-local and loopback addresses count as this side.
struct CaptureDescription {
    /// How many names are remembered with what is known of them.
    private static let memoryLimit = 4_096

    private let endpoints: EndpointTable
    private let products: Set<String>
    private var remembered: [String: Endpoint?] = [:]
    /// The processes that the files told of.
    private var processes: [FlowLabel: CapturedProcess] = [:]
    /// The process that a label stands for, where the file says with its packets how sure it is.
    private var qualities: [FlowLabel: (process: FlowLabel, quality: String)] = [:]

    init(catalogue: Catalogue) {
        endpoints = catalogue.endpoints
        products = Set(catalogue.products.map(\.id))
    }

    /// The label of flows whose first packet belongs to a process of a file.
    static func label(process: Int32, file: Int) -> FlowLabel {
        process < 0 ? .none : FlowLabel(UInt64(file) << 32 | UInt64(process) + 1)
    }

    /// Learns from what a file says besides its packets.
    mutating func take(_ note: CaptureFileNote, of file: Int) {
        switch note {
        case .process(let place, let process): processes[Self.label(process: place, file: file)] = process
        case .quality(let place, let known, let quality):
            qualities[Self.label(process: place, file: file)] = (Self.label(process: known, file: file), quality)
        default: break
        }
    }

    /// Adds to an event what is known of it.
    mutating func describe(_ event: inout Event, of flow: FlowReference) {
        let tuple = flow.tuple
        if flow.label != .none {
            let told = qualities[flow.label]
            processes[told?.process ?? flow.label]?.describe(&event, quality: told?.quality)
        }
        let (fromHere, toHere) = (tuple.source.ip.scope.isNear, tuple.destination.ip.scope.isNear)
        event.set(.networkDirection, Self.direction(fromHere, toHere))
        let name = event.category == .dnsQuery ? event.string(.dnsQuestionName) : event.string(.destinationDomain)
        if let name, let endpoint = endpoint(of: name) {
            event.set(.destinationOwner, endpoint.owner)
            event.set(.destinationPurpose, endpoint.purpose)
        }
        if event[.attributionQuality] == nil {
            event.set(.attributionQuality, "none")
            event.set(.attributionReason, "the capture names no process")
        }
        guard event.category == .llmRequest else { return }
        event.set(.llmPhase, PhaseTimeline.Request.kind(of: event).map { $0 == .load ? "model-load" : "prompt" })
        guard toHere, let system = event.string(.genAISystem), products.contains(system) else { return }
        event.set(.llmProduct, system)
        event.set(.llmRole, "client")
    }

    private mutating func endpoint(of name: String) -> Endpoint? {
        if let known = remembered[name] { return known }
        if remembered.count >= Self.memoryLimit { remembered.removeAll(keepingCapacity: true) }
        let endpoint = endpoints.endpoint(for: name)
        remembered[name] = .some(endpoint)
        return endpoint
    }

    private static func direction(_ fromHere: Bool, _ toHere: Bool) -> String {
        switch (fromHere, toHere) {
        case (true, true): "internal"
        case (true, false): "egress"
        case (false, true): "ingress"
        case (false, false): "unknown"
        }
    }
}

extension AddressScope {
    /// Whether an address of this scope belongs to this side of the network rather than to the Internet.
    fileprivate var isNear: Bool { self != .public }
}

extension CapturedProcess {
    /// Adds who the process is to an event.
    ///
    /// - Parameters:
    ///   - event: the event.
    ///   - quality: how sure that is, as the file says it; files of other programs say nothing of it.
    fileprivate func describe(_ event: inout Event, quality: String?) {
        event.set(.processPID, pid)
        event.set(.processName, name ?? path?.split(separator: "/").last.map(String.init))
        event.set(.processExecutable, path)
        if !commandLine.isEmpty { event.set(.processCommandLine, commandLine.joined(separator: " ")) }
        event.set(.processStart, startTime?.rfc3339)
        event.set(.processParentPID, parentPID)
        event.set(.processParentName, parentName)
        event.set(.processUserID, userID)
        event.set(.processUserName, user)
        event.set(.systemdUnit, unit)
        event.set(.containerID, container)
        event.set(.attributionQuality, quality ?? "recent")
        event.set(.attributionReason, quality == nil ? "named by the capture file" : "as the capture file says")
    }
}

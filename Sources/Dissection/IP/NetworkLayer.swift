package import Observation

/// Everything between a frame and its transport header: link layers, IP, fragments, tunnels.
///
/// One value belongs to one capture handle. For each frame:
///
///     var step = network.decode(frame, linkType: link, originalLength: length, at: time)
///     while true {
///         switch step {
///         case .undecoded(let reason): …                      // count it
///         case .fragment: …                                   // nothing yet; counted in `counters`
///         case .packet(let packet):
///             let bytes = packet.isReassembled ? network.datagram.span : frame
///             …                                               // bytes.extracting(packet.segment) is the transport header on
///         }
///         guard case .packet(let packet) = step, packet.encapsulation != nil else { break }
///         step = network.decapsulate(packet, in: frame, at: time)
///     }
///     if network.hasNews(at: time) { … }                      // takeWeirds(), nextUnfinished(at: time) until nil
///
/// A packet that carries another one is told first, so that its flow is counted, then the one inside. Nothing is allocated for
/// a packet that is neither a fragment nor odd. Memory is bounded by ``NetworkLimits``.
package struct NetworkLayer {
    /// The datagram that was put together last; what ``NetworkPacket/isReassembled`` refers to.
    package private(set) var datagram: [UInt8] = []

    /// What happened, in numbers.
    package internal(set) var counters = NetworkCounters()

    /// Whether there are oddities or given-up datagrams to be taken.
    @inline(__always)
    package func hasNews(at time: Timestamp) -> Bool { time.nanoseconds > newsAfter }

    /// The time after which there is something to be taken; the least there is when there is something now.
    var newsAfter = Int64.max
    let limits: NetworkLimits
    var table: FragmentTable
    var weirds: [NetworkWeird] = []

    /// How many oddities wait to be taken at most.
    private static let weirdLimit = 64

    /// Creates a layer that knows of nothing yet.
    package init(_ limits: NetworkLimits = NetworkLimits()) {
        self.limits = limits
        table = FragmentTable(limits)
    }

    /// Reads a frame as far as its first transport header.
    ///
    /// - Parameters:
    ///   - frame: the captured bytes.
    ///   - linkType: what they begin with.
    ///   - originalLength: how many they were on the wire.
    ///   - time: when they were captured.
    /// - Returns: the outermost packet, or why there is none.
    @inline(__always)
    package mutating func decode(
        _ frame: Span<UInt8>, linkType: LinkType, originalLength: Int, at time: Timestamp
    ) -> NetworkStep {
        let surroundings = Surroundings(wireEnd: max(originalLength, frame.count), time: time)
        if case .ethernet = linkType, frame.count > 34 {
            let type = frame.uint16(at: 12)
            if type == 0x0800 || type == 0x86DD { return internet(frame, at: 14, surroundings) }
        }
        return behindLink(linkType.payload(of: frame), frame, surroundings)
    }

    /// Reads on in a packet that carries another one.
    ///
    /// - Parameters:
    ///   - packet: what ``decode(_:linkType:originalLength:at:)`` or this gave last.
    ///   - frame: the frame it was found in.
    ///   - time: when that was captured.
    /// - Returns: the packet inside, or why there is none.
    @inline(never)
    package mutating func decapsulate(_ packet: NetworkPacket, in frame: Span<UInt8>, at time: Timestamp) -> NetworkStep
    {
        guard let encapsulation = packet.encapsulation else { return .undecoded(.notIP) }
        counters.tunnelPackets += 1
        let surroundings = Surroundings(
            wireEnd: packet.wireEnd, time: time, tunnelDepth: packet.tunnelDepth + 1, carrier: encapsulation.tunnel,
            isReassembled: packet.isReassembled
        )
        guard packet.isReassembled else {
            return inner(encapsulation, frame.extracting(0..<min(packet.segment.upperBound, frame.count)), surroundings)
        }
        // Set aside while it is read, because an inner datagram may be put together in its place.
        let outer = datagram
        datagram = []
        let step = inner(encapsulation, outer.span.extracting(0..<packet.segment.upperBound), surroundings)
        if datagram.isEmpty { datagram = outer }
        return step
    }

    /// Takes all oddities that were noticed since they were taken last.
    package mutating func takeWeirds() -> [NetworkWeird] {
        let taken = weirds
        weirds.removeAll(keepingCapacity: true)
        newsAfter = table.deadline
        return taken
    }

    /// What is known of the surroundings of an IP packet.
    struct Surroundings {
        var wireEnd: Int
        var time: Timestamp
        var tunnelDepth: UInt8 = 0
        var carrier: Tunnel?
        var isReassembled = false
    }

    @inline(never)
    private mutating func inner(
        _ encapsulation: Encapsulation, _ bytes: Span<UInt8>, _ surroundings: Surroundings
    ) -> NetworkStep {
        behindLink(encapsulation.header.payload(of: bytes, at: encapsulation.offset), bytes, surroundings)
    }

    @inline(never)
    private mutating func behindLink(
        _ payload: LinkPayload, _ bytes: Span<UInt8>, _ surroundings: Surroundings
    ) -> NetworkStep {
        switch payload {
        case .ip(let offset): return internet(bytes, at: offset, surroundings)
        case .otherProtocol: return .undecoded(.notIP)
        case .unknownLink: return .undecoded(.unknownLink)
        case .truncated:
            note(.truncatedLinkHeader, surroundings.time)
            return .undecoded(.malformed)
        }
    }

    @inline(__always)
    private mutating func internet(
        _ bytes: Span<UInt8>, at start: Int, _ surroundings: Surroundings
    ) -> NetworkStep {
        do throws(WireError) {
            let header = try IPHeader(parsing: bytes, at: start, wireEnd: surroundings.wireEnd)
            if start + header.wireLength > surroundings.wireEnd {
                note(.truncatedIPLength, surroundings.time, header.source, header.destination)
            }
            guard header.fragment.isWhole else { return fragment(header, bytes, at: start, surroundings) }
            return .packet(packet(header, bytes, at: start, surroundings))
        } catch {
            note(Self.weird(error, bytes, at: start), surroundings.time)
            return .undecoded(.malformed)
        }
    }

    private static func weird(_ error: WireError, _ bytes: Span<UInt8>, at start: Int) -> Weird {
        switch error.kind {
        case .badVersion: .unknownIPVersion
        case .badLength: .invalidIPHeaderSize
        case .tooLarge: .tooManyExtensionHeaders
        default:
            start < bytes.count && bytes.count - start >= (bytes[start] >> 4 == 6 ? 40 : 20)
                ? .truncatedIPHeader : .truncatedIP
        }
    }

    @inline(never)
    mutating func note(
        _ weird: Weird, _ time: Timestamp, _ source: IPAddress? = nil, _ destination: IPAddress? = nil
    ) {
        guard weirds.count < Self.weirdLimit else {
            counters.weirdsDropped += 1
            return
        }
        newsAfter = .min
        weirds.append(NetworkWeird(weird: weird, timestamp: time, source: source, destination: destination))
    }

    /// Puts a datagram together in the place for it.
    mutating func assemble(_ parts: FragmentedDatagram) {
        datagram.removeAll(keepingCapacity: true)
        parts.appendBeginning(to: &datagram)
    }
}

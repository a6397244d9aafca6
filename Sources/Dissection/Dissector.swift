package import Observation

/// Turns captured frames into flows and messages.
///
/// Pure: it knows no clock, socket or file, and time is what the frames say. One dissector belongs to one thread. A packet
/// of a flow that is known, and that brings no content of interest, allocates nothing.
///
/// Memory is bounded by ``DissectionLimits``; whatever had to be left out is in ``statistics``.
///
/// Flows are oriented so that the source is the side that opened them: the sender of the SYN, or of the first datagram. For
/// a flow whose beginning was not seen the lower port is taken for the server's; when a message tells better, the flow is
/// turned around before that message is told, and keeps its label.
package struct Dissector: ~Copyable {
    /// Asked once for each new flow, during the call that brings its first packet; what it returns comes back with
    /// everything that the flow tells.
    package typealias NewFlow = (_ tuple: FlowTuple, _ time: Timestamp) -> FlowLabel

    /// What was seen and what could not be read so far.
    package internal(set) var statistics = DissectionStatistics()

    /// The flow of the last packet, the outermost where flows carry others; nothing where it belonged to none.
    package private(set) var lastFlow: LastFlow?

    /// A flow that a packet belonged to, and which of its ends sent the packet.
    package struct LastFlow: Hashable, Sendable {
        /// What the caller named the flow.
        package let label: FlowLabel
        /// Whether the packet came from the end that opened the flow.
        package let isFromSource: Bool
    }

    let limits: DissectionLimits
    let newFlow: NewFlow
    let hashSeed: UInt64
    let share: FlowShare
    var network: NetworkLayer
    let keyLog: KeyLog?
    var table = FlowTable()
    var flowCount: UInt64 = 0
    var packetCount: UInt64 = 0
    var bufferedByteCount = 0
    var findings: [StreamFinding] = []
    /// When silent flows were last looked for; that is done once in a while of the capture's time.
    private var expiredAt = Timestamp(nanoseconds: .min)
    private var isReadingPacket = false

    /// How often silent flows are looked for, in nanoseconds of the capture's time.
    private static let expiryInterval: Int64 = 500_000_000

    /// Creates a dissector without flows.
    ///
    /// - Parameters:
    ///   - limits: how much is kept.
    ///   - hashSeed: a number that nobody who sends packets can know; the same for all that share a capture.
    ///   - share: which flows to follow. What belongs to no flow is counted by the first share alone.
    ///   - keyLog: the secrets to decrypt with; it may grow meanwhile.
    ///   - newFlow: names each flow.
    package init(
        limits: DissectionLimits = DissectionLimits(), hashSeed: UInt64 = .random(in: .min ... .max),
        share: FlowShare = .all, keyLog: KeyLog? = nil, newFlow: @escaping NewFlow = { _, _ in .none }
    ) {
        self.limits = limits
        network = NetworkLayer(limits.network)
        self.hashSeed = hashSeed
        self.share = share
        self.keyLog = keyLog
        self.newFlow = newFlow
    }

    /// Flows that are followed at the moment.
    package var liveFlowCount: Int { table.count }

    /// Reads one frame.
    ///
    /// - Parameters:
    ///   - frame: the captured bytes, from the link header on.
    ///   - linkType: what the frame begins with.
    ///   - time: when it was captured.
    ///   - originalLength: its length on the wire.
    ///   - outputs: where messages and ended flows are appended; the caller empties it.
    package mutating func packet(
        _ frame: Span<UInt8>, linkType: LinkType, at time: Timestamp, originalLength: Int,
        into outputs: inout [DissectorOutput]
    ) {
        packetCount += 1
        if share.index == 0 {
            statistics.packets += 1
            statistics.bytes += Int64(max(originalLength, frame.count))
            if originalLength > frame.count { statistics.cutOff += 1 }
        }
        let (age, overflow) = time.nanoseconds.subtractingReportingOverflow(expiredAt.nanoseconds)
        if overflow || age >= Self.expiryInterval { expire(at: time, into: &outputs) }
        lastFlow = nil
        isReadingPacket = true
        read(frame, linkType, at: time, originalLength: originalLength, into: &outputs)
        isReadingPacket = false
        if network.hasNews(at: time) { takeNews(at: time, into: &outputs) }
    }

    /// Ends the flows that have been silent for too long; to be called when no packets come for a while.
    package mutating func expire(at time: Timestamp, into outputs: inout [DissectorOutput]) {
        expiredAt = time
        if network.hasNews(at: time) { takeNews(at: time, into: &outputs) }
        expire(.closing, after: limits.closingTimeout, .closed, at: time, into: &outputs)
        expire(.datagrams, after: limits.datagramTimeout, .idle, at: time, into: &outputs)
        expire(.connections, after: limits.connectionTimeout, .idle, at: time, into: &outputs)
    }

    /// Ends all flows, because the capture has ended.
    package mutating func finish(into outputs: inout [DissectorOutput]) {
        while finish(upTo: .max, into: &outputs) {}
    }

    /// Ends some of the flows, because the capture has ended, and tells whether there are more.
    ///
    /// For callers that want to be rid of what was told before the next ones are.
    package mutating func finish(upTo limit: Int, into outputs: inout [DissectorOutput]) -> Bool {
        takeNews(at: nil, into: &outputs)
        var count = 0
        for queue in FlowTable.Queue.allCases {
            while count < limit {
                let slot = table.oldest(in: queue)
                guard slot != FlowTable.none else { break }
                end(slot, queue == .closing ? .closed : .captureEnded, into: &outputs)
                count += 1
            }
        }
        return table.count > 0
    }

    /// Notes whose packet is being read.
    @inline(__always)
    mutating func noteFlow(_ slot: FlowTable.Slot, from side: FlowSide) {
        guard isReadingPacket, lastFlow == nil else { return }
        lastFlow = LastFlow(label: table[slot].label, isFromSource: table[slot].opener == side)
    }

    mutating func undecoded(_ reason: DissectionStatistics.Undecoded, count: Int32 = 1) {
        guard share.index == 0 else { return }
        statistics.undecoded[reason, default: 0] += Int64(count)
    }
}

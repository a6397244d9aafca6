package import Observation

/// Turns captured frames into flows and messages.
///
/// Pure: it knows no clock, socket or file, and time is what the frames say. It is no thread's friend: one dissector belongs
/// to one capture handle, and is fed from one thread. A packet of a flow that is known, and that neither ends a message nor
/// comes out of order, allocates nothing.
///
/// Memory is bounded by ``DissectionLimits``; whatever had to be left out is in ``statistics``.
///
/// Flows are oriented so that the source is the side that opened them: the sender of the SYN, or of the first datagram. For
/// a flow whose beginning was not seen the lower port is taken for the server's; when a message tells better, the flow is
/// turned around before that message is told, and keeps its label.
package final class Dissector {
    /// Asked once for each new flow, during the call that brings its first packet; what it returns comes back with
    /// everything that the flow tells.
    package typealias NewFlow = (_ tuple: FlowTuple, _ time: Timestamp) -> FlowLabel

    /// What was seen and what could not be read so far.
    package internal(set) var statistics = DissectionStatistics()

    let limits: DissectionLimits
    let newFlow: NewFlow
    var table = FlowTable()
    var flowCount: UInt64 = 0
    var bufferedByteCount = 0
    var findings: [StreamFinding] = []

    /// Creates a dissector without flows.
    package init(limits: DissectionLimits = DissectionLimits(), newFlow: @escaping NewFlow = { _, _ in .none }) {
        self.limits = limits
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
    package func packet(
        _ frame: Span<UInt8>, linkType: LinkType, at time: Timestamp, originalLength: Int,
        into outputs: inout [DissectorOutput]
    ) {
        statistics.packets += 1
        statistics.bytes += Int64(max(originalLength, frame.count))
        if originalLength > frame.count { statistics.cutOff += 1 }
        expire(at: time, into: &outputs)
        switch linkType.payload(of: frame) {
        case .ip(let offset): internetPacket(frame, at: offset, time, into: &outputs)
        case .otherProtocol: undecoded(.notIP)
        case .unknownLink: undecoded(.unknownLink)
        case .truncated: undecoded(.malformed)
        }
    }

    /// Ends the flows that have been silent for too long; to be called when no packets come for a while.
    package func expire(at time: Timestamp, into outputs: inout [DissectorOutput]) {
        expire(.closing, after: limits.closingTimeout, .closed, at: time, into: &outputs)
        expire(.datagrams, after: limits.datagramTimeout, .idle, at: time, into: &outputs)
        expire(.connections, after: limits.connectionTimeout, .idle, at: time, into: &outputs)
    }

    /// Ends all flows, because the capture has ended.
    package func finish(into outputs: inout [DissectorOutput]) {
        for queue in FlowTable.Queue.allCases {
            while let flow = table.oldest(in: queue) {
                end(flow, queue == .closing ? .closed : .captureEnded, into: &outputs)
            }
        }
    }

    func undecoded(_ reason: DissectionStatistics.Undecoded) {
        statistics.undecoded[reason, default: 0] += 1
    }

    private func internetPacket(
        _ frame: Span<UInt8>, at offset: Int, _ time: Timestamp, into outputs: inout [DissectorOutput]
    ) {
        do throws(WireError) {
            let ip = try IPHeader(parsing: frame, at: offset)
            if !ip.fragment.isWhole { undecoded(.fragment) }
            guard ip.fragment.offset == 0 else { return }
            switch ip.protocolNumber {
            case 6:
                let segment = try TCPHeader(parsing: frame, in: ip.payload)
                accept(segment, ip, frame, at: time, into: &outputs)
            case 17:
                let datagram = try UDPHeader(parsing: frame, in: ip.payload)
                accept(datagram, ip, frame, at: time, into: &outputs)
            default:
                if ip.fragment.isWhole { undecoded(.otherTransport) }
            }
        } catch {
            undecoded(.malformed)
        }
    }
}

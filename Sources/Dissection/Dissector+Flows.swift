internal import Observation

/// The life of a flow, from its first packet to its summary.
extension Dissector {
    mutating func begin(
        _ key: FlowKey, _ opening: FlowOpening, _ queue: FlowTable.Queue, at time: Timestamp,
        into outputs: inout [DissectorOutput]
    ) -> FlowTable.Slot {
        if table.count >= limits.flows { evict(into: &outputs) }
        flowCount += 1
        statistics.flows += 1
        if !opening.isKnown { statistics.flowsJoinedLate += 1 }
        var flow = Flow(number: flowCount, key, opening, queue, at: time)
        flow.label = newFlow(flow.tuple, time)
        flow.seenAt = packetCount
        return table.insert(flow)
    }

    /// Keeps what all flows together have kept below the limit.
    @inline(__always)
    mutating func settle(_ growth: Int, into outputs: inout [DissectorOutput]) {
        bufferedByteCount += growth
        while bufferedByteCount > limits.bufferedBytes, table.count > 0 { evict(into: &outputs) }
    }

    private mutating func evict(into outputs: inout [DissectorOutput]) {
        for queue in FlowTable.Queue.allCases {
            let slot = table.oldest(in: queue)
            guard slot != FlowTable.none else { continue }
            statistics.flowsEvicted += 1
            return end(slot, .evicted, into: &outputs)
        }
    }

    mutating func expire(
        _ queue: FlowTable.Queue, after timeout: Int64, _ ending: FlowSummary.Ending, at time: Timestamp,
        into outputs: inout [DissectorOutput]
    ) {
        while true {
            let slot = table.oldest(in: queue)
            guard slot != FlowTable.none else { return }
            let end = table[slot].end
            let (silence, overflow) = time.nanoseconds.subtractingReportingOverflow(end.nanoseconds)
            guard overflow ? time > end : silence > timeout else { return }
            self.end(slot, ending, into: &outputs)
        }
    }

    mutating func end(_ slot: FlowTable.Slot, _ ending: FlowSummary.Ending, into outputs: inout [DissectorOutput]) {
        finishContent(of: slot, into: &outputs)
        let summary = table[slot].summary(ending)
        table.remove(slot)
        if summary.isOpaque {
            statistics.flowsOpaque += 1
            statistics.bytesOpaque += summary.fromSource.bytes + summary.fromDestination.bytes
        }
        outputs.append(.flow(summary))
    }

    /// Reads what was kept of a flow's content, and lets go of it.
    mutating func finishContent(of slot: FlowTable.Slot, into outputs: inout [DissectorOutput]) {
        guard let content = table[slot].content else { return }
        table[slot].content = nil
        bufferedByteCount -= content.datagramByteCount
        if case .connection(let connection) = content { bufferedByteCount -= connection.giveUp() }
        content.finish(at: table[slot].end, into: &findings)
        take(of: slot, into: &outputs)
        guard case .connection(let connection) = content else { return }
        for side in FlowSide.allCases where connection.gapByteCount[side] > 0 {
            statistics.streamsWithGaps += 1
            statistics.gapBytes += connection.gapByteCount[side]
        }
    }
}

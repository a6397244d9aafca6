internal import Observation

/// The life of a flow, from its first packet to its summary.
extension Dissector {
    func direction(of sent: FlowTuple, in flow: Flow) -> FlowDirection {
        sent.source == flow.tuple.source ? .fromSource : .fromDestination
    }

    func begin(
        _ key: FlowTuple, _ tuple: FlowTuple, isKnown: Bool, _ queue: FlowTable.Queue, at time: Timestamp,
        into outputs: inout [DissectorOutput]
    ) -> Flow {
        if table.count >= limits.flows { evict(into: &outputs) }
        flowCount += 1
        statistics.flows += 1
        if !isKnown { statistics.flowsJoinedLate += 1 }
        let flow = Flow(number: flowCount, key: key, tuple: tuple, isOpeningKnown: isKnown, at: time)
        flow.queue = queue
        flow.label = newFlow(tuple, time)
        table.insert(flow)
        return flow
    }

    func settle(_ flow: Flow, into outputs: inout [DissectorOutput]) {
        let buffered = (flow.sourceStream?.bufferedByteCount ?? 0) + (flow.destinationStream?.bufferedByteCount ?? 0)
        bufferedByteCount += buffered - flow.bufferedByteCount
        flow.bufferedByteCount = buffered
        while bufferedByteCount > limits.bufferedBytes, table.count > 0 { evict(into: &outputs) }
    }

    private func evict(into outputs: inout [DissectorOutput]) {
        for queue in FlowTable.Queue.allCases {
            guard let flow = table.oldest(in: queue) else { continue }
            statistics.flowsEvicted += 1
            return end(flow, .evicted, into: &outputs)
        }
    }

    func expire(
        _ queue: FlowTable.Queue, after timeout: Int64, _ ending: FlowSummary.Ending, at time: Timestamp,
        into outputs: inout [DissectorOutput]
    ) {
        while let flow = table.oldest(in: queue) {
            let (silence, overflow) = time.nanoseconds.subtractingReportingOverflow(flow.end.nanoseconds)
            guard overflow ? time > flow.end : silence > timeout else { return }
            end(flow, ending, into: &outputs)
        }
    }

    func end(_ flow: Flow, _ ending: FlowSummary.Ending, into outputs: inout [DissectorOutput]) {
        for stream in [flow.sourceStream, flow.destinationStream] {
            guard let stream else { continue }
            stream.finish(at: flow.end, into: &findings)
            take(&findings, from: stream, of: flow, at: flow.end, into: &outputs)
            guard stream.gapByteCount > 0 else { continue }
            statistics.streamsWithGaps += 1
            statistics.gapBytes += stream.gapByteCount
        }
        bufferedByteCount -= flow.bufferedByteCount
        table.remove(flow)
        let summary = flow.summary(ending)
        if summary.isOpaque {
            statistics.flowsOpaque += 1
            statistics.bytesOpaque += summary.fromSource.bytes + summary.fromDestination.bytes
        }
        outputs.append(.flow(summary))
    }
}

internal import Observation

/// What streams carry (RFC 9113, sections 5.1 and 8.1).
extension HTTP2Dialogue {
    /// Changes a stream, and keeps count of what it keeps.
    func withStream(_ number: UInt32, _ change: (inout HTTP2Stream) -> Void) {
        guard var stream = streams[number] else { return }
        let before = stream.bufferedByteCount
        change(&stream)
        if stream.isEnded {
            streams[number] = nil
            streamByteCount -= before
        } else {
            streams[number] = stream
            streamByteCount += stream.bufferedByteCount - before
        }
    }

    /// Follows another stream; where there are too many, the oldest is told as far as it came.
    func open(
        _ number: UInt32, _ stream: HTTP2Stream, at time: Timestamp, into findings: inout [StreamFinding]
    ) {
        if streams.count >= Self.streamLimit, let oldest = streams.keys.min() {
            findings.append(.weird(.excessiveHTTP2Streams, time))
            reset(oldest, at: time, into: &findings)
        }
        streams[number] = stream
        streamByteCount += stream.bufferedByteCount
    }

    /// Takes body bytes.
    func takeBody(
        _ bytes: Span<UInt8>, of number: UInt32, from side: FlowSide, at time: Timestamp,
        into findings: inout [StreamFinding]
    ) {
        let isOfClient = side == client
        guard let stream = streams[number] else { return }
        let before = stream.bufferedByteCount
        switch stream.inner {
        case .stream(let dialogue): dialogue.read(bytes, from: side, at: time, into: &findings)
        case .webSocket(let dialogue): dialogue.read(bytes, from: side, at: time, into: &findings)
        case .nothing:
            guard !stream.isSwitched else { return }
            if isOfClient, !stream.isRequestEnded {
                stream.exchange.requestBody(bytes, at: time, into: &findings)
            } else if !isOfClient, stream.hasResponse {
                stream.exchange.responseBody(bytes, at: time, into: &findings)
            }
        }
        streamByteCount += stream.bufferedByteCount - before
    }

    /// Notes that body bytes are missing.
    func loseBody(
        _ count: Int, of number: UInt32, _ side: FlowSide, at time: Timestamp, into findings: inout [StreamFinding]
    ) {
        withStream(number) { stream in
            switch stream.inner {
            case .stream(let dialogue): dialogue.skip(count, from: side, at: time, into: &findings)
            case .webSocket(let dialogue): dialogue.skip(count, from: side, at: time, into: &findings)
            case .nothing:
                if side == client { stream.exchange.requestGap() } else { stream.exchange.responseGap() }
            }
        }
    }

    /// Ends a side's part of a stream; the other one's too where it cannot be read.
    func end(
        _ number: UInt32, _ side: FlowSide, isWhole: Bool = true, at time: Timestamp,
        into findings: inout [StreamFinding]
    ) {
        withStream(number) { stream in
            endPart(of: &stream, side, isWhole: isWhole, at: time, into: &findings)
            if directions[side.opposite].frames.isLost {
                endPart(of: &stream, side.opposite, isWhole: false, at: time, into: &findings)
            }
            if stream.isEnded { stream.abandon(at: time, into: &findings) }
        }
    }

    /// Ends a stream that one of the sides wants no more of.
    func reset(_ number: UInt32, at time: Timestamp, into findings: inout [StreamFinding]) {
        withStream(number) { stream in
            stream.abandon(at: time, into: &findings)
            (stream.isRequestEnded, stream.isResponseEnded) = (true, true)
        }
    }

    private func endPart(
        of stream: inout HTTP2Stream, _ side: FlowSide, isWhole: Bool, at time: Timestamp,
        into findings: inout [StreamFinding]
    ) {
        if side == client, !stream.isRequestEnded {
            stream.isRequestEnded = true
            stream.exchange.requestEnd(isWhole: isWhole, at: time, into: &findings)
        } else if side != client, !stream.isResponseEnded {
            stream.isResponseEnded = true
            stream.exchange.responseEnd(isWhole: isWhole, at: time, into: &findings)
        }
    }
}

internal import Observation

/// Frames, one after the other (RFC 9113, section 6).
extension HTTP2Dialogue {
    /// Takes a frame's header and its fixed fields.
    func beginFrame(from side: FlowSide, at time: Timestamp, into findings: inout [StreamFinding]) {
        let frame = directions[side].frames.frame
        directions[side].ignoresContent = false
        if !directions[side].hasBegun {
            guard beginSide(side, with: frame, at: time, into: &findings) else { return }
        }
        if let problem = problem(with: frame, from: side) { findings.append(.weird(problem, time)) }
        if directions[side].frames.problem != nil {
            directions[side].ignoresContent = true
            if frame.carriesHeaders { loseHeaders(of: side, at: time, into: &findings) }
            return
        }
        if let block = directions[side].block, frame.kind != .continuation || frame.stream != block.carrier {
            findings.append(.weird(.unexpectedHTTP2Frame, time))
            loseHeaders(of: side, at: time, into: &findings)
        }
        switch frame.kind {
        case .headers:
            directions[side].block = HTTP2Direction.OpenBlock(
                stream: frame.stream, carrier: frame.stream, isPromise: false, endsStream: frame.endsStream,
                began: directions[side].began)
        case .pushPromise: beginPromise(frame, from: side, at: time, into: &findings)
        case .continuation: beginContinuation(from: side, at: time, into: &findings)
        case .settings: if !frame.isAcknowledgement { takeSettings(from: side, at: time, into: &findings) }
        case .reset: reset(frame.stream, at: time, into: &findings)
        case .data, .priority, .ping, .goAway, .windowUpdate, nil: break
        }
    }

    /// Takes a piece of a frame's content.
    func takeContent(
        _ bytes: Span<UInt8>, from side: FlowSide, at time: Timestamp, into findings: inout [StreamFinding]
    ) {
        guard !directions[side].ignoresContent else { return }
        if directions[side].frames.frame.kind == .data {
            takeBody(bytes, of: directions[side].frames.frame.stream, from: side, at: time, into: &findings)
        } else {
            directions[side].fields.add(bytes)
        }
    }

    /// Ends a frame, and with it perhaps a header block or the sender's part of a stream.
    func endFrame(from side: FlowSide, at time: Timestamp, into findings: inout [StreamFinding]) {
        guard !directions[side].ignoresContent else { return }
        let frame = directions[side].frames.frame
        if frame.kind == .data {
            if frame.endsStream { end(frame.stream, side, at: time, into: &findings) }
        } else if frame.carriesHeaders, frame.endsHeaders {
            endBlock(from: side, at: time, into: &findings)
        }
    }

    /// What is wrong with a frame: its form, or that it is larger than the other side takes.
    private func problem(with frame: HTTP2FrameHeader, from side: FlowSide) -> Weird? {
        if let problem = directions[side].frames.problem { return problem }
        let receiver = directions[side.opposite]
        // A receiver that was not seen from its beginning may take more than is known.
        guard receiver.hasBegun, !receiver.isBeginningUnseen, !receiver.frames.isLost else { return nil }
        return frame.length > receiver.acceptedFrameSize ? .oversizedHTTP2Frame : nil
    }

    /// Takes a side's first frame, which is one of settings where the beginning was captured; tells whether reading goes on.
    private func beginSide(
        _ side: FlowSide, with frame: HTTP2FrameHeader, at time: Timestamp, into findings: inout [StreamFinding]
    ) -> Bool {
        directions[side].hasBegun = true
        guard frame.kind != .settings else { return true }
        guard frame.isPlausible else {
            lose(side, .badHTTP2Preface, at: time, into: &findings)
            return false
        }
        directions[side].isBeginningUnseen = true
        directions[side].fields.lose()
        if !directions[side.opposite].isBeginningUnseen { findings.append(.weird(.unseenHTTP2Beginning, time)) }
        return true
    }

    /// Only servers promise, and only streams of even numbers (section 8.4).
    private func beginPromise(
        _ frame: HTTP2FrameHeader, from side: FlowSide, at time: Timestamp, into findings: inout [StreamFinding]
    ) {
        let fixed = directions[side].frames.held
        let promised = fixed.span.uint32(at: frame.paddingLengthCount) & 0x7FFF_FFFF
        if side == client || promised == 0 || promised % 2 == 1 { findings.append(.weird(.badHTTP2Stream, time)) }
        // Its fields are read in any case, since later blocks refer to them.
        directions[side].block = HTTP2Direction.OpenBlock(
            stream: promised, carrier: frame.stream, isPromise: true, endsStream: false, began: directions[side].began)
    }

    private func beginContinuation(
        from side: FlowSide, at time: Timestamp, into findings: inout [StreamFinding]
    ) {
        guard let count = directions[side].block?.continuationCount else {
            directions[side].ignoresContent = true
            // After the loss of a block's beginning its rest is nothing odd.
            if directions[side].fields.isTableKnown { findings.append(.weird(.unexpectedHTTP2Frame, time)) }
            return directions[side].fields.lose()
        }
        directions[side].block?.continuationCount = count &+ 1
        if count == Self.continuationLimit { findings.append(.weird(.continuationFlood, time)) }
    }

    /// Takes the settings that matter here (section 6.5.2).
    ///
    /// The size of the header table is followed by what the other side's encoder does, which tells every change.
    private func takeSettings(from side: FlowSide, at time: Timestamp, into findings: inout [StreamFinding]) {
        let settings = directions[side].frames.held
        var offset = 0
        while settings.count - offset >= 6 {
            let (number, value) = (settings.span.uint16(at: offset), settings.span.uint32(at: offset + 2))
            offset += 6
            let isRight =
                switch number {
                case 2, 8: value <= 1
                case 4: value < 1 << 31
                case 5: (1 << 14..<1 << 24).contains(value)
                default: true
                }
            if !isRight {
                findings.append(.weird(.badHTTP2Setting, time))
            } else if number == 5 {
                directions[side].acceptedFrameSize = max(directions[side].acceptedFrameSize, Int(value))
            }
        }
    }
}

/// What cannot be read.
extension HTTP2Dialogue {
    /// Reads no more of a side; what waits for it is told as far as it came.
    func lose(_ side: FlowSide, _ weird: Weird, at time: Timestamp, into findings: inout [StreamFinding]) {
        findings.append(.weird(weird, time))
        directions[side].frames.giveUp()
        directions[side].block = nil
        directions[side].fields.lose()
        for number in streams.keys.sorted() { end(number, side, isWhole: false, at: time, into: &findings) }
    }

    /// Notes that a header block is missing, or the rest of one.
    func loseHeaders(of side: FlowSide, at time: Timestamp, into findings: inout [StreamFinding]) {
        findings.append(.weird(.lostHTTP2Headers, time))
        directions[side].block = nil
        directions[side].fields.lose()
    }
}

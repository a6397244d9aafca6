package import Observation

/// Datagrams in parts.
extension NetworkLayer {
    /// The longest datagram there is (RFC 791, section 3.1; RFC 8200, section 4.5).
    private static let longestDatagram = 65_535

    /// Takes in a part, and gives the datagram when it was the last one missing.
    @inline(never)
    mutating func fragment(
        _ header: IPHeader, _ bytes: Span<UInt8>, at start: Int, _ surroundings: Surroundings
    ) -> NetworkStep {
        let time = surroundings.time
        counters.fragments += 1
        guard let range = range(of: header, at: start, surroundings) else {
            counters.droppedFragments += 1
            return .undecoded(.fragment)
        }
        let isV6 = header.source.isV6
        let key = FragmentTable.Key(
            source: header.source, destination: header.destination, identification: header.fragment.identification,
            protocolNumber: isV6 ? 0 : header.protocolNumber, tunnelDepth: surroundings.tunnelDepth,
            carrier: surroundings.carrier
        )
        let payload = bytes.extracting(header.payload)
        var (isComplete, wasSpoilt, isOtherProtocol) = (false, false, false)
        let outcome = table.update(key, protocolNumber: header.protocolNumber, at: time) { entry in
            entry.count(header.wireLength)
            wasSpoilt = entry.isSpoilt
            isOtherProtocol = entry.protocolNumber != header.protocolNumber
            guard !wasSpoilt else { return FragmentedDatagram.Outcome() }
            let outcome = entry.add(
                range, isLast: !header.fragment.hasMore, protocolNumber: header.protocolNumber, payload)
            // Overlaps are forbidden in IPv6, and all of the datagram is to be dropped (RFC 5722, section 4); a part that
            // came twice is no overlap (RFC 8200, section 4.5).
            if isV6, outcome.overlaps, !outcome.isDuplicate || outcome.differs { entry.spoil() }
            isComplete = entry.isComplete
            return outcome
        }
        newsAfter = min(newsAfter, table.deadline)
        if wasSpoilt { counters.droppedFragments += 1 }
        if outcome.isDuplicate, !outcome.differs { counters.duplicateFragments += 1 }
        for weird in Self.weirds(outcome, isOtherProtocol: isOtherProtocol && !wasSpoilt) {
            note(weird, time, header.source, header.destination)
        }
        guard isComplete, let parts = table.remove(key) else {
            // Only where nobody asks for what was given up.
            while table.isFarBeyondLimits, nextUnfinished(at: time) != nil { counters.droppedFragments += 1 }
            return .fragment
        }
        counters.reassembled += 1
        return .packet(datagram(parts, key, surroundings))
    }

    /// Which bytes of the datagram a part covers on the wire; nothing when that cannot be.
    private mutating func range(of header: IPHeader, at start: Int, _ surroundings: Surroundings) -> Range<Int>? {
        let (position, time) = (header.fragment, surroundings.time)
        func note(_ weird: Weird) { self.note(weird, time, header.source, header.destination) }
        if position.forbidsFragments { note(.fragmentWithDF) }
        var length = start + header.wireLength - header.payload.lowerBound
        if header.payload.count < length { note(.incompleteFragment) }
        if position.hasMore {
            if header.wireLength < 64 { note(.smallFragment) }
            // What does not fill a unit of eight bytes could not be followed by anything.
            if length % 8 != 0 { note(.misalignedFragment) }
            length &= ~7
        }
        guard position.offset + length <= Self.longestDatagram else {
            note(.largeFragment)
            return nil
        }
        return position.offset..<position.offset + length
    }

    private static func weirds(_ outcome: FragmentedDatagram.Outcome, isOtherProtocol: Bool) -> [Weird] {
        var weirds: [Weird] = []
        if outcome.differs {
            weirds.append(.fragmentInconsistency)
        } else if outcome.overlaps, !outcome.isDuplicate {
            weirds.append(.fragmentOverlap)
        }
        if outcome.disagreesOnSize { weirds.append(.fragmentSizeInconsistency) }
        if isOtherProtocol { weirds.append(.fragmentProtocolInconsistency) }
        return weirds
    }

    /// Puts the parts together, and reads what they make up.
    private mutating func datagram(
        _ parts: FragmentedDatagram, _ key: FragmentTable.Key, _ surroundings: Surroundings, isComplete: Bool = true
    ) -> NetworkPacket {
        assemble(parts)
        let header = IPHeader(
            reassembled: datagram.span, from: key.source, to: key.destination, protocolNumber: parts.protocolNumber,
            wireLength: parts.wireByteCount)
        let isV6 = key.source.isV6
        let ports = Self.ports(header.protocolNumber, datagram.span, header.payload, isV6: isV6)
        var inside: Encapsulation?
        if isComplete {
            let bytes = datagram
            inside = encapsulation(header, bytes.span, wireEnd: parts.wireByteCount, ports, surroundings)
        }
        return NetworkPacket(
            source: key.source, destination: key.destination, sourcePort: UInt16(ports >> 16),
            destinationPort: UInt16(truncatingIfNeeded: ports), protocolNumber: header.protocolNumber,
            tunnelDepth: key.tunnelDepth, carrier: key.carrier, isReassembled: true, isComplete: isComplete,
            timestamp: parts.begun, packetCount: parts.packetCount, wireLength: parts.wireLength,
            segment: header.payload,
            wireEnd: parts.wireByteCount, encapsulation: inside
        )
    }

    /// The next datagram that is given up, for its age or for want of room, with the bytes up to the first missing one.
    ///
    /// To be asked until there is none: after each frame when ``hasNews(at:)``, and without a time at the end of the capture. So
    /// all packets come to a flow, with the ports at least if the first part was among them.
    package mutating func nextUnfinished(at time: Timestamp?) -> NetworkPacket? {
        let next = table.next(at: time)
        newsAfter = weirds.isEmpty ? table.deadline : .min
        guard let (key, parts, isEvicted) = next else { return nil }
        counters.unfinishedDatagrams += 1
        if isEvicted { counters.evictedDatagrams += 1 }
        let surroundings = Surroundings(wireEnd: 0, time: parts.begun)
        return datagram(parts, key, surroundings, isComplete: false)
    }
}

/// Reads capture files out of bytes, wherever those come from: classic pcap, and pcapng whole.
///
/// Pure and bounded: it keeps what it needs of interfaces and processes and nothing of the packets. Bytes are handed in
/// as they come, and a record that is not there whole is asked for again:
///
///     while let packet = try parser.next(bytes, at: &offset, notes: take) { … }
///     // The bytes from `offset` on are to stand before the next ones; `needed` of them make the next step possible.
package struct CaptureFileParser {
    private enum Format {
        case unknown
        case classic(ClassicCaptureParser)
        case pcapng
    }

    private var format = Format.unknown
    private var blocks = PcapngParser()
    private var packets: Int64 = 0

    /// How many bytes from the offset on the next step takes at least, once a step has come back without a packet.
    package private(set) var needed = 4

    package init() {}

    /// What reading came to so far.
    package var summary: CaptureFileSummary {
        var summary = blocks.summary
        summary.statistics.received = packets
        return summary
    }

    /// Whether bytes begin like a capture that can be read; four are enough to tell.
    package static func recognises(_ bytes: Span<UInt8>) -> Bool {
        PcapngParser.recognises(bytes) || ClassicCaptureParser.recognises(bytes)
    }

    /// Finds the next packet from an offset on, telling what stands before it, and moves the offset behind it.
    ///
    /// - Returns: nothing when the bytes end before the packet does.
    /// - Throws: ``CaptureFileFault`` where reading cannot go on; what came before stays valid.
    @inline(__always)
    package mutating func next(
        _ bytes: Span<UInt8>, at offset: inout Int, notes: (CaptureFileNote) -> Void
    ) throws(CaptureFileFault) -> PacketLocation? {
        while true {
            let packet: PacketLocation?
            switch format {
            case .classic(let parser):
                packet = try parser.next(bytes, at: &offset, needed: &needed)
            case .pcapng:
                packet = try blocks.next(bytes, at: &offset, needed: &needed, notes: notes)
            case .unknown:
                guard try begin(bytes, at: &offset, notes: notes) else { return nil }
                continue
            }
            if packet != nil { packets &+= 1 }
            return packet
        }
    }

    /// Says what it means that nothing follows.
    ///
    /// - Parameter rest: how many bytes are left of those that were handed in.
    /// - Throws: ``CaptureFileFault`` when the file ends inside a record.
    package func finish(rest: Int) throws(CaptureFileFault) {
        if case .unknown = format { throw rest < 4 ? .notACapture : .truncated }
        guard rest == 0 else { throw .truncated }
    }

    /// Recognises the format.
    private mutating func begin(
        _ bytes: Span<UInt8>, at offset: inout Int, notes: (CaptureFileNote) -> Void
    ) throws(CaptureFileFault) -> Bool {
        let rest = bytes.extracting(offset..<bytes.count)
        guard rest.count >= 4 else {
            needed = 4
            return false
        }
        if PcapngParser.recognises(rest) {
            format = .pcapng
            return true
        }
        guard ClassicCaptureParser.recognises(rest) else { throw .notACapture }
        guard rest.count >= ClassicCaptureParser.headerLength else {
            needed = ClassicCaptureParser.headerLength
            return false
        }
        let parser = try ClassicCaptureParser(bytes, at: offset)
        offset += ClassicCaptureParser.headerLength
        format = .classic(parser)
        notes(.interface(0, parser.interface))
        return true
    }
}

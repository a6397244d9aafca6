internal import Observation

/// Blocks that hold a packet.
extension PcapngParser {
    /// An Enhanced Packet Block; nothing when it contradicts itself, which is counted.
    @inline(__always)
    mutating func enhancedPacket(
        _ bytes: Span<UInt8>, _ body: Range<Int>, _ notes: (CaptureFileNote) -> Void
    ) -> PacketLocation? {
        guard body.count >= 20 else { return malformed() }
        let start = body.lowerBound
        let number = bytes.number32(at: start, isSwapped: isSwapped)
        guard isCurrent(number) || select(number), let interface = current?.interface else { return nil }
        let captured = Int(bytes.number32(at: start &+ 12, isSwapped: isSwapped))
        guard captured <= body.count &- 20 else { return malformed() }
        lastTime = interface.scale.timestamp(
            high: bytes.number32(at: start &+ 4, isSwapped: isSwapped),
            low: bytes.number32(at: start &+ 8, isSwapped: isSwapped))
        let original = Int(bytes.number32(at: start &+ 16, isSwapped: isSwapped))
        let options = start &+ 20 &+ BlockOptions.padded(captured)
        var process: Int32 = -1
        var direction = PacketDirection.unknown
        // Four bytes would hold no more than the end of the list.
        if body.upperBound &- options > 4 {
            (process, direction) = packetOptions(bytes, options..<body.upperBound, number, notes)
        }
        let record = PacketRecord(
            timestamp: lastTime, originalLength: original, dataLink: interface.dataLink,
            interface: firstInterface &+ Int32(truncatingIfNeeded: number), process: process, direction: direction)
        return PacketLocation(record: record, start: start &+ 20, count: captured)
    }

    /// An obsolete Packet Block.
    mutating func obsoletePacket(
        _ bytes: Span<UInt8>, _ body: Range<Int>, _ notes: (CaptureFileNote) -> Void
    ) -> PacketLocation? {
        guard body.count >= 20 else { return malformed() }
        let start = body.lowerBound
        let number = UInt32(bytes.number16(at: start, isSwapped: isSwapped))
        let lost = bytes.number16(at: start + 2, isSwapped: isSwapped)
        guard isCurrent(number) || select(number), let interface = current?.interface else { return nil }
        let captured = Int(bytes.number32(at: start + 12, isSwapped: isSwapped))
        guard captured <= body.count - 20 else { return malformed() }
        let place = firstInterface + Int32(number)
        // All bits set stand for a number that nobody knows.
        if lost != 0, lost != .max { notes(.lost(interface: place, packets: UInt64(lost))) }
        lastTime = interface.scale.timestamp(
            high: bytes.number32(at: start + 4, isSwapped: isSwapped),
            low: bytes.number32(at: start + 8, isSwapped: isSwapped))
        let options = start + 20 + BlockOptions.padded(captured)
        let (process, direction) =
            options < body.upperBound
            ? packetOptions(bytes, options..<body.upperBound, number, notes) : (-1, .unknown)
        let record = PacketRecord(
            timestamp: lastTime, originalLength: Int(bytes.number32(at: start + 16, isSwapped: isSwapped)),
            dataLink: interface.dataLink, interface: place, process: process, direction: direction)
        return PacketLocation(record: record, start: start + 20, count: captured)
    }

    /// A Simple Packet Block, which belongs to the section's first interface and has no time.
    mutating func simplePacket(_ bytes: Span<UInt8>, _ body: Range<Int>) -> PacketLocation? {
        guard body.count >= 4 else { return malformed() }
        guard isCurrent(0) || select(0), let interface = current?.interface else { return nil }
        let original = Int(bytes.number32(at: body.lowerBound, isSwapped: isSwapped))
        let limit = interface.snapshotLength == 0 ? original : min(original, Int(interface.snapshotLength))
        guard limit <= body.count - 4 else { return malformed() }
        summary.packetsWithoutTime += 1
        let record = PacketRecord(
            timestamp: lastTime, originalLength: original, dataLink: interface.dataLink, interface: firstInterface)
        return PacketLocation(record: record, start: body.lowerBound + 4, count: limit)
    }

    @inline(__always)
    private func isCurrent(_ number: UInt32) -> Bool {
        current?.number == number
    }

    /// Makes an interface the current one; counts the packet when there is none of that number.
    @inline(never)
    private mutating func select(_ number: UInt32) -> Bool {
        guard number < UInt32(clamping: interfaces.count) else {
            summary.packetsWithoutInterface += 1
            return false
        }
        current = (number, interfaces[Int(number)])
        return true
    }

    private mutating func malformed() -> PacketLocation? {
        summary.malformedBlocks += 1
        return nil
    }

    /// Reads what a packet's options say of its process and direction, and tells the rest.
    @inline(never)
    private mutating func packetOptions(
        _ bytes: Span<UInt8>, _ range: Range<Int>, _ number: UInt32, _ notes: (CaptureFileNote) -> Void
    ) -> (process: Int32, direction: PacketDirection) {
        var direction = PacketDirection.unknown
        var process: Int32 = -1
        var pid: UInt32?
        var hasComment = false
        var options = BlockOptions(range, isSwapped: isSwapped)
        while let (code, value) = options.next(in: bytes) {
            switch (code, value.count) {
            case (OptionCode.comment, 1...): hasComment = true
            case (OptionCode.Packet.flags, 4):
                let flags = bytes.number32(at: value.lowerBound, isSwapped: isSwapped)
                direction = PacketDirection(rawValue: UInt8(flags & 3)) ?? .unknown
            case (OptionCode.Packet.dropCount, 8):
                let lost = bytes.number64(at: value.lowerBound, isSwapped: isSwapped)
                if lost > 0 { notes(.lost(interface: firstInterface &+ Int32(number), packets: lost)) }
            case (OptionCode.Packet.processAndThread, 8):
                pid = bytes.number32(at: value.lowerBound, isSwapped: isSwapped)
            case (OptionCode.Packet.darwinProcess, 4):
                if process < 0 { process = darwinProcess(bytes.number32(at: value.lowerBound, isSwapped: isSwapped)) }
            case (OptionCode.Packet.darwinEffectiveProcess, 4):
                // The process that another one acts for is who speaks.
                process = darwinProcess(bytes.number32(at: value.lowerBound, isSwapped: isSwapped))
            default: break
            }
        }
        // 0 stands for a process that nobody knows.
        if let pid, pid != 0 { process = processes.place(of: pid, at: lastTime, notes) }
        if hasComment { process = comments(bytes, range, process, notes) }
        return (process, direction)
    }
}

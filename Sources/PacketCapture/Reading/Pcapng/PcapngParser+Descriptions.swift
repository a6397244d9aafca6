internal import Observation

/// Blocks that describe sections and interfaces.
extension PcapngParser {
    mutating func section(
        _ bytes: Span<UInt8>, _ body: Range<Int>, _ notes: (CaptureFileNote) -> Void
    ) throws(CaptureFileFault) {
        guard body.count >= 16 else { throw .blockLength }
        guard bytes.number16(at: body.lowerBound + 4, isSwapped: isSwapped) == 1 else { throw .unsupportedVersion }
        let (first, overflow) = firstInterface.addingReportingOverflow(Int32(interfaces.count))
        guard !overflow else { throw .tooManyInterfaces }
        firstInterface = first
        interfaces.removeAll(keepingCapacity: true)
        darwinProcesses.removeAll(keepingCapacity: true)
        current = nil
        var section = CaptureSection()
        // The length of the section is not needed: blocks are read one after the other.
        var options = BlockOptions(body.lowerBound + 16..<body.upperBound, isSwapped: isSwapped)
        while let (code, value) = options.next(in: bytes) {
            switch code {
            case OptionCode.comment where section.comments.count < 16: section.comments.append(bytes.text(value))
            case OptionCode.Section.hardware: section.hardware = bytes.text(value)
            case OptionCode.Section.operatingSystem: section.operatingSystem = bytes.text(value)
            case OptionCode.Section.application: section.application = bytes.text(value)
            default: break
            }
        }
        notes(.section(section))
    }

    mutating func interface(
        _ bytes: Span<UInt8>, _ body: Range<Int>, _ notes: (CaptureFileNote) -> Void
    ) throws(CaptureFileFault) {
        guard body.count >= 8 else { return summary.malformedBlocks += 1 }
        guard interfaces.count < Self.interfaceLimit else { throw .tooManyInterfaces }
        let link = bytes.number16(at: body.lowerBound, isSwapped: isSwapped)
        let snapshotLength = bytes.number32(at: body.lowerBound + 4, isSwapped: isSwapped)
        var description = CapturedInterface(
            dataLink: DataLink.number(inFile: Int32(link)), snapshotLength: snapshotLength)
        var scale = TimeScale.microseconds
        var shift: Int64 = 0
        var options = BlockOptions(body.lowerBound + 8..<body.upperBound, isSwapped: isSwapped)
        while let (code, value) = options.next(in: bytes) {
            switch (code, value.count) {
            case (OptionCode.Interface.timeResolution, 1):
                if let stated = TimeScale(resolution: bytes[value.lowerBound]) {
                    scale = stated
                } else {
                    summary.malformedBlocks += 1
                }
            case (OptionCode.Interface.timeOffset, 8):
                shift = Int64(bitPattern: bytes.number64(at: value.lowerBound, isSwapped: isSwapped))
            case (OptionCode.comment, 1...): notes(.comment(bytes.text(value)))
            default: description.take(code, bytes, value)
            }
        }
        interfaces.append(
            Interface(
                dataLink: description.dataLink, snapshotLength: snapshotLength,
                scale: scale.shifted(bySeconds: shift)))
        let (place, overflow) = firstInterface.addingReportingOverflow(Int32(interfaces.count - 1))
        guard !overflow else { throw .tooManyInterfaces }
        notes(.interface(place, description))
    }

    mutating func statistics(_ bytes: Span<UInt8>, _ body: Range<Int>, _ notes: (CaptureFileNote) -> Void) {
        guard body.count >= 12 else { return summary.malformedBlocks += 1 }
        let number = Int(bytes.number32(at: body.lowerBound, isSwapped: isSwapped))
        guard number < interfaces.count else { return summary.malformedBlocks += 1 }
        var statistics = CapturedInterfaceStatistics()
        var options = BlockOptions(body.lowerBound + 12..<body.upperBound, isSwapped: isSwapped)
        while let (code, value) = options.next(in: bytes) {
            guard value.count == 8 else { continue }
            let count = bytes.number64(at: value.lowerBound, isSwapped: isSwapped)
            switch code {
            case OptionCode.Statistics.received: statistics.received = count
            case OptionCode.Statistics.droppedByInterface: statistics.droppedByInterface = count
            case OptionCode.Statistics.accepted: statistics.accepted = count
            case OptionCode.Statistics.droppedByKernel: statistics.droppedByKernel = count
            case OptionCode.Statistics.delivered: statistics.delivered = count
            default: break
            }
        }
        // The numbers count from the beginning of the capture, so a later block replaces an earlier one.
        summary.replace(interfaces[number].statistics, by: statistics)
        interfaces[number].statistics = statistics
        notes(.statistics(interface: firstInterface + Int32(number), statistics))
    }
}

extension CapturedInterface {
    /// Takes in an option that describes the interface.
    fileprivate mutating func take(_ code: UInt16, _ bytes: Span<UInt8>, _ value: Range<Int>) {
        switch (code, value.count) {
        case (OptionCode.Interface.name, 1...): name = bytes.text(value)
        case (OptionCode.Interface.description, 1...): description = bytes.text(value)
        case (OptionCode.Interface.operatingSystem, 1...): operatingSystem = bytes.text(value)
        case (OptionCode.Interface.hardware, 1...): hardware = bytes.text(value)
        // The first byte tells an expression from a compiled program.
        case (OptionCode.Interface.filter, 2...) where bytes[value.lowerBound] == 0:
            filter = bytes.text(value.lowerBound + 1..<value.upperBound)
        case (OptionCode.Interface.checkSequenceLength, 1): checkSequenceLength = bytes[value.lowerBound]
        case (OptionCode.Interface.addressV4, 8) where addresses.count < 64:
            addresses.append(IPAddress(v4: bytes.addressV4(at: value.lowerBound)))
        case (OptionCode.Interface.addressV6, 17) where addresses.count < 64:
            let (high, low) = bytes.addressV6(at: value.lowerBound)
            addresses.append(IPAddress(v6High: high, low: low))
        default: break
        }
    }
}

extension Span<UInt8> {
    /// An address of IPv4, which is in network order whatever the file's is.
    func addressV4(at offset: Int) -> UInt32 {
        UInt32(bigEndian: number32(at: offset, isSwapped: false))
    }

    /// The halves of an address of IPv6.
    func addressV6(at offset: Int) -> (high: UInt64, low: UInt64) {
        (
            UInt64(bigEndian: number64(at: offset, isSwapped: false)),
            UInt64(bigEndian: number64(at: offset + 8, isSwapped: false))
        )
    }
}

extension CaptureFileSummary {
    /// Counts an interface's drops, of which an earlier block may have told a part.
    fileprivate mutating func replace(
        _ earlier: CapturedInterfaceStatistics, by later: CapturedInterfaceStatistics
    ) {
        Self.add(earlier.droppedByKernel, later.droppedByKernel, to: &statistics.droppedByKernel)
        Self.add(earlier.droppedByInterface, later.droppedByInterface, to: &statistics.droppedByInterface)
    }

    private static func add(_ earlier: UInt64?, _ later: UInt64?, to count: inout Int64) {
        // Of that size no honest number is.
        let limit = UInt64(Int64.max / 4)
        let change = Int64(min(later ?? 0, limit)) - Int64(min(earlier ?? 0, limit))
        let (sum, overflow) = count.addingReportingOverflow(change)
        count = overflow ? .max : sum
    }
}

internal import Observation

/// The blocks that are written.
extension BlockBytes {
    /// Nanoseconds: ten to the power of minus nine.
    private static let timeResolution: UInt8 = 9

    mutating func section(_ section: CaptureSection) {
        var body = BlockBytes()
        body.append(UInt32(0x1A2B_3C4D))
        body.append(UInt16(1))
        body.append(UInt16(0))
        // The length is not known before the end, which a pipe cannot go back from.
        body.append(Int64(-1))
        for comment in section.comments { body.option(OptionCode.comment, comment) }
        body.option(OptionCode.Section.hardware, section.hardware)
        body.option(OptionCode.Section.operatingSystem, section.operatingSystem)
        body.option(OptionCode.Section.application, section.application)
        body.endOptions()
        block(BlockType.section, body)
    }

    mutating func interface(_ interface: CapturedInterface) {
        var body = BlockBytes()
        body.append(UInt16(truncatingIfNeeded: DataLink.fileNumber(interface.dataLink)))
        body.append(UInt16(0))
        body.append(interface.snapshotLength)
        body.option(OptionCode.Interface.name, interface.name)
        body.option(OptionCode.Interface.description, interface.description)
        body.option(OptionCode.Interface.timeResolution, number: Self.timeResolution)
        if let filter = interface.filter { body.option(OptionCode.Interface.filter, [0] + filter.utf8) }
        body.option(OptionCode.Interface.operatingSystem, interface.operatingSystem)
        body.endOptions()
        block(BlockType.interface, body)
    }

    mutating func secrets(_ log: [UInt8]) {
        var body = BlockBytes()
        body.append(BlockType.tlsKeyLog)
        body.append(UInt32(clamping: log.count))
        body.append(log)
        block(BlockType.secrets, body)
    }

    /// Adds the body of an Enhanced Packet Block; the options are those of the process.
    mutating func packet(_ record: PacketRecord, _ bytes: Span<UInt8>, options: [UInt8]) {
        let time = Self.ticks(record.timestamp)
        append(UInt32(bitPattern: record.interface))
        append(UInt32(time >> 32))
        append(UInt32(truncatingIfNeeded: time))
        append(UInt32(clamping: bytes.count))
        append(UInt32(clamping: record.originalLength))
        append(bytes)
        pad()
        guard record.direction != .unknown || !options.isEmpty else { return }
        if record.direction != .unknown {
            option(OptionCode.Packet.flags, number: UInt32(record.direction.rawValue))
        }
        append(options)
        endOptions()
    }

    mutating func statistics(_ interface: WrittenInterface, number: Int) {
        var body = BlockBytes()
        let last = Self.ticks(interface.lastTime)
        body.append(UInt32(clamping: number))
        body.append(UInt32(last >> 32))
        body.append(UInt32(truncatingIfNeeded: last))
        let statistics = interface.statistics
        body.option(
            OptionCode.Statistics.received, number: UInt64(clamping: statistics?.received ?? interface.packets))
        body.option(
            OptionCode.Statistics.droppedByInterface, number: statistics.map { UInt64(clamping: $0.droppedByInterface) }
        )
        body.option(
            OptionCode.Statistics.droppedByKernel, number: statistics.map { UInt64(clamping: $0.droppedByKernel) })
        body.option(OptionCode.Statistics.delivered, number: UInt64(clamping: interface.packets))
        body.endOptions()
        block(BlockType.statistics, body)
    }

    /// A moment as the format counts it; it has none before 1970.
    private static func ticks(_ time: Timestamp) -> UInt64 {
        UInt64(clamping: time.nanoseconds)
    }
}

/// An interface that packets were written of.
struct WrittenInterface {
    let description: CapturedInterface
    var statistics: CaptureStatistics?
    /// Packets in the present file.
    private(set) var packets: Int64 = 0
    private(set) var lastTime = Timestamp(nanoseconds: 0)

    init(description: CapturedInterface) {
        self.description = description
    }

    mutating func take(_ record: PacketRecord) {
        packets += 1
        lastTime = max(lastTime, record.timestamp)
    }

    mutating func beginFile() {
        packets = 0
    }
}

/// A process as it is written.
struct WrittenProcess {
    /// The body of its block.
    let entry: BlockBytes
    /// The options of its packets, without their end.
    let options: [UInt8]
    /// The number of the process whose block stands for this one too.
    let blockNumber: Int
    var isWritten = false

    init(_ process: CapturedProcess, blockNumber: Int) {
        self.blockNumber = blockNumber
        var options = BlockBytes()
        options.option(OptionCode.comment, process.comment)
        var number = BlockBytes()
        number.append(process.pid ?? 0)
        // The thread is not known.
        number.append(UInt32(0))
        if process.pid != nil { options.option(OptionCode.Packet.processAndThread, number.bytes) }
        self.options = options.bytes
        var entry = BlockBytes()
        entry.append(process.pid ?? 0)
        // Unit, container and the parent's name have no option of their own.
        entry.option(OptionCode.comment, process.withoutQuality.comment)
        entry.option(OptionCode.Process.name, process.name)
        entry.option(OptionCode.Process.path, process.path)
        entry.option(
            OptionCode.Process.commandLine,
            process.commandLine.isEmpty ? nil : process.commandLine.joined(separator: "\0"))
        entry.option(OptionCode.Process.parent, number: process.parentPID)
        entry.option(OptionCode.Process.userID, number: process.userID)
        entry.option(OptionCode.Process.user, process.user)
        entry.option(
            OptionCode.Process.startTime, number: process.startTime.map { UInt64(clamping: $0.nanoseconds) })
        entry.endOptions()
        var body = BlockBytes()
        body.append(BlockType.wiresharkEnterprise)
        body.append(BlockType.wiresharkProcessEntry)
        body.append(UInt32(entry.bytes.count))
        body.append(entry.bytes)
        self.entry = body
    }
}

extension CapturedProcess {
    /// What the process is, whatever packet it is told of.
    var withoutQuality: CapturedProcess {
        var process = self
        process.attributionQuality = nil
        return process
    }
}

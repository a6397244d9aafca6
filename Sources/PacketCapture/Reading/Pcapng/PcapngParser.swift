internal import Observation

/// The blocks of a pcapng file.
///
/// Layout: draft-ietf-opsawg-pcapng. Sections may differ in byte order; interfaces and processes are counted over all of them.
struct PcapngParser {
    /// How many interfaces a section may describe.
    static let interfaceLimit = 65_536
    private static let byteOrderMagic: UInt32 = 0x1A2B_3C4D

    /// What packets need to know of their interface.
    struct Interface {
        let dataLink: Int32
        let snapshotLength: UInt32
        let scale: TimeScale
        var statistics = CapturedInterfaceStatistics()
    }

    var summary = CaptureFileSummary()
    var isSwapped = false
    var interfaces: [Interface] = []
    /// The number of interfaces in the sections before.
    var firstInterface: Int32 = 0
    var processes = ProcessReferences()
    /// The place of the section's Darwin process blocks among all processes.
    var darwinProcesses: [Int32] = []
    var lastTime = Timestamp(nanoseconds: 0)
    /// A copy of the interface that the last packet came by, which spares the look into the array.
    var current: (number: UInt32, interface: Interface)?
    private var hasSection = false

    /// Whether four bytes begin a section.
    static func recognises(_ bytes: Span<UInt8>) -> Bool {
        bytes.count >= 4 && bytes.number32(at: 0, isSwapped: false) == BlockType.section
    }

    /// Finds the next packet, and tells what the blocks before it say.
    @inline(__always)
    mutating func next(
        _ bytes: Span<UInt8>, at offset: inout Int, needed: inout Int, notes: (CaptureFileNote) -> Void
    ) throws(CaptureFileFault) -> PacketLocation? {
        while true {
            let available = bytes.count &- offset
            guard available >= 12 else {
                needed = 12
                return nil
            }
            let type = bytes.number32(at: offset, isSwapped: isSwapped)
            if type == BlockType.section { try readByteOrder(bytes, at: offset) }
            guard hasSection else { throw .notACapture }
            let stated = bytes.number32(at: offset &+ 4, isSwapped: isSwapped)
            guard stated >= 12, stated <= UInt32(PacketLimits.block) else { throw .blockLength }
            // Some writers forget to count the padding.
            let length = BlockOptions.padded(Int(stated))
            guard available >= length else {
                needed = length
                return nil
            }
            let start = offset
            let end = start &+ length &- 4
            guard bytes.number32(at: end, isSwapped: isSwapped) == stated else { throw .blockTrailer }
            offset &+= length
            if type == BlockType.enhancedPacket {
                if let packet = enhancedPacket(bytes, start &+ 8..<end, notes) { return packet }
            } else if let packet = try other(type, bytes, start &+ 8..<end, notes) {
                return packet
            }
        }
    }

    private mutating func readByteOrder(_ bytes: Span<UInt8>, at offset: Int) throws(CaptureFileFault) {
        if bytes.number32(at: offset + 8, isSwapped: false) == Self.byteOrderMagic {
            isSwapped = false
        } else if bytes.number32(at: offset + 8, isSwapped: true) == Self.byteOrderMagic {
            isSwapped = true
        } else {
            throw hasSection ? .sectionByteOrder : .notACapture
        }
        hasSection = true
    }

    @inline(never)
    private mutating func other(
        _ type: UInt32, _ bytes: Span<UInt8>, _ body: Range<Int>, _ notes: (CaptureFileNote) -> Void
    ) throws(CaptureFileFault) -> PacketLocation? {
        switch type {
        case BlockType.section: try section(bytes, body, notes)
        case BlockType.interface: try interface(bytes, body, notes)
        case BlockType.obsoletePacket: return obsoletePacket(bytes, body, notes)
        case BlockType.simplePacket: return simplePacket(bytes, body)
        case BlockType.names: names(bytes, body, notes)
        case BlockType.statistics: statistics(bytes, body, notes)
        case BlockType.secrets: secrets(bytes, body, notes)
        case BlockType.custom, BlockType.customNotCopied: custom(bytes, body, notes)
        case BlockType.darwinProcess: darwinProcess(bytes, body, notes)
        default: summary.countUnread(BlockType.name(type))
        }
        return nil
    }
}

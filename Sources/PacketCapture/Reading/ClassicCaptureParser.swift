internal import Observation

/// The records of a classic pcap file.
///
/// Layout: draft-ietf-opsawg-pcap; the older variants as libpcap reads them.
struct ClassicCaptureParser {
    static let headerLength = 24

    /// Which of a record's two lengths comes first; programs of long ago disagreed.
    private enum LengthOrder { case capturedFirst, originalFirst, smallerIsCaptured }

    private let isSwapped: Bool
    private let nanosecondsPerFraction: Int64
    private let recordHeaderLength: Int
    private let lengthOrder: LengthOrder
    private let captureLimit: Int
    private let dataLink: Int32
    private let snapshotLength: UInt32
    private let checkSequenceLength: UInt8?

    /// Whether four bytes are the magic number of such a file.
    static func recognises(_ bytes: Span<UInt8>) -> Bool {
        variant(bytes) != nil
    }

    private static func variant(
        _ bytes: Span<UInt8>
    ) -> (isSwapped: Bool, nanosecondsPerFraction: Int64, recordHeaderLength: Int)? {
        guard bytes.count >= 4 else { return nil }
        for isSwapped in [false, true] {
            switch bytes.number32(at: 0, isSwapped: isSwapped) {
            case 0xA1B2_C3D4, 0xA12B_3C4D: return (isSwapped, 1_000, 16)
            case 0xA1B2_3C4D: return (isSwapped, 1, 16)
            // Kuznetzov's patch: the interface's index, the protocol and the packet's type follow.
            case 0xA1B2_CD34: return (isSwapped, 1_000, 24)
            default: continue
            }
        }
        return nil
    }

    /// Reads the file header.
    init(_ bytes: Span<UInt8>, at offset: Int) throws(CaptureFileFault) {
        let header = bytes.extracting(offset..<offset + Self.headerLength)
        guard let variant = Self.variant(header) else { throw .notACapture }
        isSwapped = variant.isSwapped
        nanosecondsPerFraction = variant.nanosecondsPerFraction
        recordHeaderLength = variant.recordHeaderLength
        let major = header.number16(at: 4, isSwapped: isSwapped)
        let minor = header.number16(at: 6, isSwapped: isSwapped)
        switch (major, minor) {
        case (2, 3): lengthOrder = .smallerIsCaptured
        // 543.0 is the mark of DG/UX.
        case (2, ..<3), (543, 0): lengthOrder = .originalFirst
        case (2, _): lengthOrder = .capturedFirst
        default: throw .unsupportedVersion
        }
        let link = header.number32(at: 20, isSwapped: isSwapped)
        dataLink = DataLink.number(inFile: Int32(link & 0xFFFF))
        snapshotLength = header.number32(at: 16, isSwapped: isSwapped)
        // Bit 26 says that the upper four bits hold the length of the frame check sequence, in words of 16 bits.
        checkSequenceLength = link & 0x0400_0000 == 0 ? nil : UInt8(link >> 28) * 2
        captureLimit = PacketLimits.captured(dataLink: dataLink)
    }

    /// The one interface of the file.
    var interface: CapturedInterface {
        var interface = CapturedInterface(dataLink: dataLink, snapshotLength: snapshotLength)
        interface.checkSequenceLength = checkSequenceLength
        return interface
    }

    /// Finds the record at an offset, and moves the offset behind it.
    ///
    /// - Returns: nothing when the bytes end before the record does; `needed` is then how many it takes.
    @inline(__always)
    func next(
        _ bytes: Span<UInt8>, at offset: inout Int, needed: inout Int
    ) throws(CaptureFileFault) -> PacketLocation? {
        let available = bytes.count &- offset
        guard available >= recordHeaderLength else {
            needed = recordHeaderLength
            return nil
        }
        let seconds = bytes.number32(at: offset, isSwapped: isSwapped)
        let fraction = bytes.number32(at: offset &+ 4, isSwapped: isSwapped)
        var captured = Int(bytes.number32(at: offset &+ 8, isSwapped: isSwapped))
        var original = Int(bytes.number32(at: offset &+ 12, isSwapped: isSwapped))
        if lengthOrder != .capturedFirst, lengthOrder == .originalFirst || captured > original {
            swap(&captured, &original)
        }
        guard captured <= captureLimit else { throw .packetLength }
        let length = recordHeaderLength &+ captured
        guard available >= length else {
            needed = length
            return nil
        }
        // Both fit: 2^32 seconds are half of what 64 bits of nanoseconds hold.
        let time = Int64(seconds) &* 1_000_000_000 &+ Int64(fraction) &* nanosecondsPerFraction
        let record = PacketRecord(
            timestamp: Timestamp(nanoseconds: time), originalLength: original, dataLink: dataLink,
            direction: recordHeaderLength == 24 ? Self.direction(bytes[offset &+ 22]) : .unknown)
        let start = offset &+ recordHeaderLength
        offset &+= length
        return PacketLocation(record: record, start: start, count: captured)
    }

    /// The direction by Linux's packet types.
    private static func direction(_ packetType: UInt8) -> PacketDirection {
        switch packetType {
        case 0, 1, 2: .inbound
        case 4: .outbound
        default: .unknown
        }
    }
}

/// How much of a file is taken for one record.
enum PacketLimits {
    /// The longest block, in bytes; other readers have the same limit.
    static let block = 16 << 20

    /// Bytes of a packet that are believed, by link type.
    ///
    /// 262144 is what libpcap captures at most; D-Bus and USB have longer messages.
    static func captured(dataLink: Int32) -> Int {
        switch dataLink {
        case 189, 220, 231, 249, 279: block
        default: 262_144
        }
    }
}

/// A packet's record, and where its bytes lie.
package struct PacketLocation {
    package let record: PacketRecord
    package let start: Int
    package let count: Int

    package var range: Range<Int> { start..<start + count }
}

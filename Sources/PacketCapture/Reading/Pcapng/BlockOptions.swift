/// The options at the end of a block: code, length, value padded to four bytes, one after the other.
///
/// Layout: draft-ietf-opsawg-pcapng, section 3.5. A list that ends early or lies about a length just ends.
struct BlockOptions {
    /// Says how many bytes a value is padded to.
    static func padded(_ length: Int) -> Int { (length &+ 3) & ~3 }

    private var offset: Int
    private let end: Int
    private let isSwapped: Bool

    init(_ range: Range<Int>, isSwapped: Bool) {
        offset = range.lowerBound
        end = range.upperBound
        self.isSwapped = isSwapped
    }

    /// The next option, or nothing at the end of the list.
    @inline(__always)
    mutating func next(in bytes: Span<UInt8>) -> (code: UInt16, value: Range<Int>)? {
        guard end &- offset >= 4 else { return nil }
        let code = bytes.number16(at: offset, isSwapped: isSwapped)
        let length = Int(bytes.number16(at: offset &+ 2, isSwapped: isSwapped))
        let start = offset &+ 4
        guard code != 0, end &- start >= length else { return nil }
        offset = start &+ Self.padded(length)
        return (code, start..<start &+ length)
    }
}

/// Codes of options, as the registry of pcapng has them.
enum OptionCode {
    static let end: UInt16 = 0
    static let comment: UInt16 = 1

    enum Section {
        static let hardware: UInt16 = 2
        static let operatingSystem: UInt16 = 3
        static let application: UInt16 = 4
    }

    enum Interface {
        static let name: UInt16 = 2
        static let description: UInt16 = 3
        static let addressV4: UInt16 = 4
        static let addressV6: UInt16 = 5
        static let timeResolution: UInt16 = 9
        static let filter: UInt16 = 11
        static let operatingSystem: UInt16 = 12
        static let checkSequenceLength: UInt16 = 13
        static let timeOffset: UInt16 = 14
        static let hardware: UInt16 = 15
    }

    enum Packet {
        static let flags: UInt16 = 2
        static let dropCount: UInt16 = 4
        static let processAndThread: UInt16 = 8
        /// Apple's: the place among the section's process blocks, of the process and of the one it acts for.
        static let darwinProcess: UInt16 = 32_769
        static let darwinEffectiveProcess: UInt16 = 32_771
    }

    enum Statistics {
        static let received: UInt16 = 4
        static let droppedByInterface: UInt16 = 5
        static let accepted: UInt16 = 6
        static let droppedByKernel: UInt16 = 7
        static let delivered: UInt16 = 8
    }

    /// Those of Wireshark's process information entry.
    enum Process {
        static let name: UInt16 = 2
        static let path: UInt16 = 3
        static let commandLine: UInt16 = 4
        static let parent: UInt16 = 5
        static let userID: UInt16 = 6
        static let user: UInt16 = 7
        static let startTime: UInt16 = 9
    }
}

import Foundation

/// A reader of pcap and pcapng files that shares nothing with what it feeds.
struct SavedCapture {
    struct Packet {
        let dataLink: Int32
        let nanoseconds: Int64
        let bytes: [UInt8]
        let originalLength: Int
    }

    private(set) var packets: [Packet] = []
    private let bytes: [UInt8]
    private var isBigEndian = false

    /// Reads as many packets as the file has whole; gives nothing for what is no capture.
    init?(path: String) {
        guard let data = FileManager.default.contents(atPath: path), data.count >= 24 else { return nil }
        bytes = [UInt8](data)
        switch Array(bytes[0..<4]) {
        case [0x0A, 0x0D, 0x0D, 0x0A]: readBlocks()
        case [0xD4, 0xC3, 0xB2, 0xA1]: readRecords(scale: 1_000)
        case [0x4D, 0x3C, 0xB2, 0xA1]: readRecords(scale: 1)
        case [0xA1, 0xB2, 0xC3, 0xD4]:
            isBigEndian = true
            readRecords(scale: 1_000)
        default: return nil
        }
    }

    private func number(_ offset: Int, _ count: Int = 4) -> Int {
        guard offset + count <= bytes.count else { return 0 }
        let part = bytes[offset..<offset + count]
        return (isBigEndian ? Array(part) : part.reversed()).reduce(0) { $0 << 8 | Int($1) }
    }

    private mutating func add(_ link: Int, _ time: Int64, at offset: Int, _ length: Int, of original: Int) {
        guard length >= 0, offset + length <= bytes.count else { return }
        // Files number raw IP as 101; all else that matters here has one number.
        let slice = Array(bytes[offset..<offset + length])
        packets.append(Packet(dataLink: Int32(link), nanoseconds: time, bytes: slice, originalLength: original))
    }

    private mutating func readRecords(scale: Int) {
        let link = number(20) & 0xFFFF
        var offset = 24
        while offset + 16 <= bytes.count {
            let time = Int64(number(offset)) * 1_000_000_000 + Int64(number(offset + 4) * scale)
            add(link, time, at: offset + 16, number(offset + 8), of: number(offset + 12))
            offset += 16 + number(offset + 8)
        }
    }

    private mutating func readBlocks() {
        var links: [Int] = []
        var offset = 0
        while offset + 12 <= bytes.count {
            if Array(bytes[offset..<offset + 4]) == [0x0A, 0x0D, 0x0D, 0x0A] {
                isBigEndian = bytes[offset + 8] == 0x1A
                links = []
            }
            let length = number(offset + 4)
            guard length >= 12, offset + length <= bytes.count else { return }
            switch number(offset) {
            case 1: links.append(number(offset + 8, 2))
            case 6:
                let interface = number(offset + 8)
                guard interface < links.count else { return }
                // Microseconds, unless an option says otherwise; only the order matters here.
                let ticks = number(offset + 12) << 32 | number(offset + 16)
                add(
                    links[interface], Int64(ticks) &* 1_000, at: offset + 28, number(offset + 20),
                    of: number(offset + 24))
            case 3:
                add(links.first ?? 1, 0, at: offset + 12, min(number(offset + 8), length - 16), of: number(offset + 8))
            default: break
            }
            offset += length
        }
    }
}

internal import Glibc
internal import PacketCapture

/// The Ethernet captures of a folder, to be copied into one capture many times.
///
/// Each copy has other source and destination addresses, so that it has flows of its own. The checksums stay right: what is
/// added to one half of an address is taken from the other.
struct SavedFrames {
    private static let packetsOfARound = 64

    private struct Frame {
        let bytes: [UInt8]
        let originalLength: Int
    }

    private let captures: [[Frame]]

    /// Packets of one copy.
    let packets: Int

    /// How many captures there are.
    var captureCount: Int { captures.count }

    /// Reads all captures below a folder; nothing when there are none.
    init?(folder: String) {
        captures = Self.files(below: folder).sorted().map(Self.frames).filter { !$0.isEmpty }
        packets = captures.reduce(0) { $0 + $1.count }
        if packets == 0 { return nil }
    }

    /// Writes copies, of each capture some packets in turn.
    func copy(times: Int, into output: ComposedCapture) {
        var start = 0
        while true {
            var isOver = true
            for number in 0..<times {
                for capture in captures where start < capture.count {
                    isOver = false
                    for frame in capture[start..<min(start + Self.packetsOfARound, capture.count)] {
                        output.append(Self.copy(frame.bytes, number), originalLength: frame.originalLength)
                    }
                }
            }
            if isOver { return }
            start += Self.packetsOfARound
        }
    }

    private static func frames(_ path: String) -> [Frame] {
        var frames: [Frame] = []
        // What stands before a broken place counts.
        _ = try? CaptureFile(path: path).read { record, bytes in
            guard record.dataLink == 1 else { return }
            let copy = bytes.indices.map { bytes[$0] }
            frames.append(Frame(bytes: copy, originalLength: record.originalLength))
        }
        return frames
    }

    private static func files(below folder: String) -> [String] {
        guard let entries = unsafe opendir(folder) else { return [] }
        defer { unsafe closedir(entries) }
        var found: [String] = []
        while let entry = unsafe readdir(entries) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { name in
                unsafe name.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            guard !name.hasPrefix(".") else { continue }
            let path = folder + "/" + name
            let isFolder = unsafe entry.pointee.d_type == UInt8(DT_DIR)
            found += isFolder ? files(below: path) : [path]
        }
        return found
    }

    private static func copy(_ frame: [UInt8], _ number: Int) -> [UInt8] {
        guard number > 0, frame.count >= 34 else { return frame }
        var frame = frame
        var offset = 12
        while offset <= 20, offset + 4 < frame.count, isTag(frame, offset) { offset += 4 }
        let start = offset + 2
        switch (frame[offset], frame[offset + 1]) {
        case (0x08, 0x00) where frame.count >= start + 20:
            for address in [start + 12, start + 16] where frame[address] < 224 {
                move(&frame, number, from: address + 2, to: address)
            }
        case (0x86, 0xDD) where frame.count >= start + 40:
            for address in [start + 8, start + 24] where frame[address] != 0xFF {
                move(&frame, number, from: address + 14, to: address + 6)
            }
        default: break
        }
        return frame
    }

    private static func isTag(_ frame: [UInt8], _ offset: Int) -> Bool {
        (frame[offset], frame[offset + 1]) == (0x81, 0x00) || (frame[offset], frame[offset + 1]) == (0x88, 0xA8)
    }

    /// Adds a number to one half of an address and takes it from another, in the arithmetic of the Internet checksum.
    private static func move(_ frame: inout [UInt8], _ number: Int, from low: Int, to high: Int) {
        for (place, summand) in [(high, number), (low, 0xFFFF - number)] {
            let sum = Int(frame[place]) << 8 + Int(frame[place + 1]) + summand
            let folded = sum > 0xFFFF ? sum - 0xFFFF : sum
            frame[place] = UInt8(truncatingIfNeeded: folded >> 8)
            frame[place + 1] = UInt8(truncatingIfNeeded: folded)
        }
    }
}

import Foundation
import Observation
import PacketCapture
import TestSupport
import Testing

@Suite("Captures that others made", .enabled(if: OtherCaptures.folder != nil))
struct OtherCapturesTests {
    @Test(
        "time, lengths and number of every packet equal those of tshark", .enabled(if: Tool.isThere("tshark")))
    func everyPacket() throws {
        var packets = 0
        for path in OtherCaptures.sample {
            let read = ReadFile(path: path)
            let expected = try Tool.packets(path, ["frame.time_epoch", "frame.len", "frame.cap_len"])
            let found = read.packets.map { packet -> [String] in
                let time = packet.record.timestamp.nanoseconds
                let fraction = String(time % 1_000_000_000)
                let padded = String(repeating: "0", count: 9 - fraction.count) + fraction
                return [
                    "\(time / 1_000_000_000).\(padded)", "\(packet.record.originalLength)", "\(packet.bytes.count)",
                ]
            }
            #expect(found == expected, "\(path)")
            packets += found.count
        }
        #expect(packets > 1_000)
    }

    @Test("every file is the same in pieces of any size", arguments: [4_096, 65_536])
    func pieces(size: Int) {
        for path in OtherCaptures.paths.prefix(120) {
            #expect(ReadFile(path: path, bufferBytes: size) == ReadFile(path: path), "\(path)")
        }
    }

    @Test("files cut anywhere, and with bytes changed at random, end in packets, notes and at most one error")
    func broken() throws {
        var generator = SeededGenerator(seed: 11)
        let small = OtherCaptures.paths.filter { path in
            let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
            return (size ?? .max) < 20_000
        }
        for path in small.prefix(60) {
            let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
            let whole = ReadFile(bytes)
            for _ in 0..<20 {
                let cut = ReadFile(Array(bytes.prefix(Int.random(in: 0..<bytes.count, using: &generator))))
                #expect(cut.packets.count <= whole.packets.count)
                #expect(cut.packets == Array(whole.packets.prefix(cut.packets.count)))
            }
            for _ in 0..<20 {
                var changed = bytes
                for _ in 0..<Int.random(in: 1...8, using: &generator) {
                    changed[Int.random(in: 0..<changed.count, using: &generator)] = UInt8.random(
                        in: 0...255, using: &generator)
                }
                let read = ReadFile(changed)
                #expect(read.packets.reduce(0) { $0 + $1.bytes.count } <= changed.count)
            }
        }
    }
}

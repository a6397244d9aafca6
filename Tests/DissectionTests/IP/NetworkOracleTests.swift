import Dissection
import Foundation
import PacketCapture
import TestSupport
import Testing

@Suite("Packets of captures that others made", .enabled(if: Corpora.areThere && Corpora.tsharkIsThere))
struct NetworkOracleTests {
    private static let files = Corpora.captures.filter { file in
        ["/ipv4/", "/tunnels/", "/icmp/", "/trunc/", "/tcp/"].contains { file.contains($0) }
    }

    /// Frames in which tshark sees more or less, and who is right.
    private static let disagreements: [String: Set<Int>] = [
        // A segment that ends before its ports: tshark names none, and Earshot says zero.
        "ip-discarder-truncated-tcp-oob.pcapng": [1],
        // Several packets in one wireless frame: tshark reads all of them, Earshot the first one only.
        "gre-aruba-amsdu.pcap": [1],
    ]

    /// Datagrams whose parts overlap.
    ///
    /// Tshark lets the later part win, which in the second hides the request that was made; Earshot lets the first one win.
    private static let overlapping: Set<String> = ["fragmented-1.pcap", "fragmented-4.pcap"]

    @Test("addresses, ports and reassembled bytes equal those of tshark, frame by frame", arguments: files)
    func layers(file: String) throws {
        let name = URL(filePath: file).lastPathComponent
        let (found, expected) = (Layers.found(in: file), try Layers.expected(in: file))
        #expect(found.count == expected.count)
        let known = Self.disagreements[name] ?? []
        for (index, (ours, theirs)) in zip(found, expected).enumerated() where !known.contains(index + 1) {
            #expect(ours.headers == theirs.headers, "frame \(index + 1)")
            #expect((ours.datagrams == theirs.datagrams) != Self.isOverlapping(name, theirs), "frame \(index + 1)")
        }
    }

    private static func isOverlapping(_ name: String, _ layers: Layers) -> Bool {
        overlapping.contains(name) && !layers.datagrams.isEmpty
    }

    @Test("frames with random bytes changed, or cut anywhere, never trap", arguments: files)
    func corrupted(file: String) {
        var generator = SeededGenerator(seed: 7)
        var dissector = Dissector()
        var outputs: [DissectorOutput] = []
        var count = 0
        _ = try? CaptureFile(path: file).read { record, bytes in
            count += 1
            guard count <= 200, bytes.count > 0 else { return }
            var frame = [UInt8]()
            for index in 0..<bytes.count { frame.append(bytes[index]) }
            for _ in 0..<5 {
                // Headers are where most can go wrong.
                let place = Int.random(in: 0..<min(frame.count, 120), using: &generator)
                var changed = frame
                changed[place] = UInt8.random(in: 0...255, using: &generator)
                let cut = changed.prefix(Int.random(in: 0...changed.count, using: &generator))
                for variant in [changed, Array(cut)] {
                    dissector.packet(
                        variant.span, linkType: LinkType(dataLink: record.dataLink), at: record.timestamp,
                        originalLength: frame.count, into: &outputs)
                }
            }
            outputs.removeAll()
        }
        dissector.finish(into: &outputs)
        #expect(dissector.liveFlowCount == 0)
    }
}

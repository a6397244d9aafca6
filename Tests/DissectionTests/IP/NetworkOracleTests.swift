import Foundation
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
}

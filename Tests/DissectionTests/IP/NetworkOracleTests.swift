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

    @Test("addresses and ports of all layers equal those of tshark, frame by frame", arguments: files)
    func layers(file: String) throws {
        let (found, expected) = (Layers.found(in: file), try Layers.expected(in: file))
        #expect(found.count == expected.count)
        let known = Self.disagreements[URL(filePath: file).lastPathComponent] ?? []
        for (index, (ours, theirs)) in zip(found, expected).enumerated() where !known.contains(index + 1) {
            #expect(ours == theirs, "frame \(index + 1)")
        }
    }

    @Test("datagrams in parts are put together to the same bytes as by tshark", arguments: files)
    func reassembled(file: String) throws {
        let fields = try Tshark.fields(
            ["ip.reassembled.data", "ipv6.reassembled.data"], of: file,
            filter: "ip.reassembled.data or ipv6.reassembled.data")
        #expect(Layers.reassembled(in: file) == fields.flatMap { $0.flatMap { $0 } })
    }
}

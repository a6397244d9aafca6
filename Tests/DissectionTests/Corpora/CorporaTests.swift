import Dissection
import Observation
import PacketCapture
import Testing

@Suite("Captures that others made", .enabled(if: Corpora.areThere))
struct CorporaTests {
    private static func dissect(_ file: String) throws -> (outputs: [DissectorOutput], statistics: DissectionStatistics)
    {
        var dissector = Dissector()
        var outputs: [DissectorOutput] = []
        // Some of the captures are broken on purpose; what stands before the broken place is read all the same.
        _ = try? CaptureFile(path: file).read { record, bytes in
            dissector.packet(
                bytes, linkType: LinkType(dataLink: record.dataLink), at: record.timestamp,
                originalLength: record.originalLength, into: &outputs)
        }
        dissector.finish(into: &outputs)
        return (outputs, dissector.statistics)
    }

    @Test("every capture is read to its end, and every packet is in a flow or counted as undecoded")
    func everyCapture() throws {
        var packets = 0
        for file in Corpora.captures {
            let (outputs, statistics) = try Self.dissect(file)
            var network = NetworkEvents()
            var inFlows: Int64 = 0
            for output in outputs {
                for event in network.events(for: output) { #expect(event.string(.sourceIP) != nil) }
                guard case .flow(let summary) = output else { continue }
                inFlows += summary.fromSource.packets + summary.fromDestination.packets
            }
            packets += Int(statistics.packets)
            // A first fragment is in both, for its ports are known and its content is not.
            let fragments = statistics.undecoded[.fragment] ?? 0
            #expect(inFlows + statistics.undecodedPackets >= statistics.packets, "\(file)")
            #expect(inFlows + statistics.undecodedPackets <= statistics.packets + fragments, "\(file)")
        }
        #expect(packets > 10_000)
    }
}

import Dissection
import Observation
import PacketCapture
import Testing

@Suite("Captures that others made", .enabled(if: Corpora.areThere))
struct CorporaTests {
    private static func dissect(
        _ file: String
    ) throws -> (outputs: [DissectorOutput], statistics: DissectionStatistics, network: NetworkCounters) {
        var dissector = Dissector()
        var outputs: [DissectorOutput] = []
        // Some of the captures are broken on purpose; what stands before the broken place is read all the same.
        _ = try? CaptureFile(path: file).read { record, bytes in
            dissector.packet(
                bytes, linkType: LinkType(dataLink: record.dataLink), at: record.timestamp,
                originalLength: record.originalLength, into: &outputs)
        }
        dissector.finish(into: &outputs)
        return (outputs, dissector.statistics, dissector.networkCounters)
    }

    /// The messages in a capture.
    static func messages(_ file: String) throws -> [DissectedMessage.Content] {
        try dissect(file).outputs.compactMap { output in
            guard case .message(let message) = output else { return nil }
            return message.content
        }
    }

    @Test("every capture is read to its end, and every packet is in a flow or counted as undecoded")
    func everyCapture() throws {
        var packets = 0
        for file in Corpora.captures {
            let (outputs, statistics, counters) = try Self.dissect(file)
            var network = NetworkEvents()
            var inFlows: Int64 = 0
            for output in outputs {
                var events: [Event] = []
                network.describe(output, into: &events)
                for event in events {
                    // An oddity below the flows belongs to none.
                    #expect(event.category == .weird || event.string(.sourceIP) != nil)
                }
                guard case .flow(let summary) = output else { continue }
                inFlows += summary.fromSource.packets + summary.fromDestination.packets
            }
            packets += Int(statistics.packets)
            // What is within a tunnel is in a flow of its own besides the tunnel's.
            #expect(inFlows + statistics.undecodedPackets >= statistics.packets, "\(file)")
            #expect(inFlows + statistics.undecodedPackets <= statistics.packets + counters.tunnelPackets, "\(file)")
        }
        #expect(packets > 10_000)
    }
}

internal import Observation

@testable import Dissection

/// Frames through the whole dissector.
enum FrameFuzzing {
    /// The link types by what stands before a frame; the first one stands for all other numbers.
    private static let links: [LinkType] = [
        .ethernet, .linuxCooked, .linuxCooked2, .rawIP, .loopback, .pointToPoint, .pointToPointDirected,
        .pointToPointOverEthernet, .netfilterLog, .wireless, .wirelessRadiotap,
    ]

    /// Small limits, so that inputs of some kilobytes reach them.
    private static let limits = {
        var limits = DissectionLimits()
        limits.flows = 8
        limits.bufferedBytes = 16_384
        limits.bodyBytes = 8_192
        limits.answerBytes = 4_096
        return limits
    }()

    static func read(_ input: Span<UInt8>) {
        var dissector = Dissector(limits: limits, hashSeed: 0)
        var events = NetworkEvents()
        var outputs: [DissectorOutput] = []
        var described: [Event] = []
        var nanoseconds: Int64 = 1_700_000_000_000_000_000
        FuzzPieces.forEach(input) { meaning, frame in
            let link = Int(meaning & 0x0F) < links.count ? links[Int(meaning & 0x0F)] : .ethernet
            // The upper bits make time go on by up to some minutes.
            nanoseconds += 1_000_000 << Int64(meaning >> 4)
            dissector.packet(
                frame, linkType: link, at: Timestamp(nanoseconds: nanoseconds),
                originalLength: frame.count + Int(meaning >> 7) * 100, into: &outputs)
            precondition(dissector.liveFlowCount <= limits.flows, "more flows than allowed")
        }
        dissector.finish(into: &outputs)
        for output in outputs { events.describe(output, into: &described) }
    }
}

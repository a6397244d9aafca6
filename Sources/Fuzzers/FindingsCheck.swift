internal import Observation

@testable import Dissection

/// What has to hold of everything that a dialogue tells.
enum FindingsCheck {
    /// More than any dialogue may keep with the limits of these targets.
    private static let keptBytesLimit = 8 << 20

    private static let flow = FlowReference(
        number: 1,
        tuple: FlowTuple(
            .tcp, source: SocketAddress(IPAddress(v4: 0x0A00_0001), 40_000),
            destination: SocketAddress(IPAddress(v4: 0x0A00_0002), 443)),
        label: .none)

    /// Describes a message as an event.
    static func describe(_ content: DissectedMessage.Content) {
        var events = NetworkEvents()
        var described: [Event] = []
        let message = DissectedMessage(
            flow: flow, timestamp: Timestamp(nanoseconds: 0), visibility: .clear, content: content)
        events.describe(.message(message), into: &described)
    }

    /// Describes the messages among findings, and takes all of them away.
    static func take(_ findings: inout [StreamFinding], keptBytes: Int) {
        precondition((0...keptBytesLimit).contains(keptBytes), "keeps \(keptBytes) bytes")
        for finding in findings {
            if case .message(let content, _, _) = finding { describe(content) }
        }
        findings.removeAll(keepingCapacity: true)
    }
}

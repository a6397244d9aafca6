internal import Dissection
internal import Observation
internal import PacketCapture

extension Coverage {
    /// Says what a dissector could not read, and why.
    mutating func note(dissection statistics: DissectionStatistics) {
        for (reason, count) in statistics.undecoded.sorted(by: { $0.key.rawValue < $1.key.rawValue }) where count > 0 {
            note(
                .capture, .partly, "packets that were not decoded", reason: reason.rawValue, count: Int(clamping: count)
            )
        }
        for (link, count) in statistics.unknownLinks.sorted(by: { $0.value > $1.value }) {
            note(
                .capture, .partly, "interfaces whose link layer is not read", example: link.name,
                count: Int(clamping: count))
        }
        if statistics.cutOff > 0 {
            note(
                .capture, .partly, "packets of which the capture kept only a part",
                reason: "capture with a larger snapshot length", count: Int(clamping: statistics.cutOff))
        }
        guard !statistics.weirds.isEmpty else { return }
        let names = statistics.weirds.sorted { ($1.value, $0.key.name) < ($0.value, $1.key.name) }
        for (weird, count) in names.prefix(Self.exampleLimit) {
            note(
                .capture, .partly, "traffic that its protocol does not expect", example: "\(weird.name) \(count)",
                count: Int(clamping: count))
        }
    }

    /// Says what became of packets in parts and of packets in packets.
    mutating func note(network counters: NetworkCounters) {
        if counters.fragments > 0 {
            note(
                .capture, .looked, "datagrams that were put together from parts",
                count: Int(clamping: counters.reassembled))
        }
        let missing = counters.unfinishedDatagrams + counters.evictedDatagrams
        if missing > 0 {
            note(
                .capture, .partly, "datagrams in parts", reason: "not all of their parts were there",
                count: Int(clamping: missing))
        }
        if counters.droppedFragments > 0 {
            note(
                .capture, .partly, "parts of datagrams", reason: "they overlap, or reach beyond the longest datagram",
                count: Int(clamping: counters.droppedFragments))
        }
        if counters.tunnelPackets > 0 {
            note(.capture, .looked, "packets inside tunnels", count: Int(clamping: counters.tunnelPackets))
        }
    }

    /// Says which secrets there were to decrypt with, and what they were good for.
    mutating func note(_ use: SecretUse) {
        if use.malformedLines > 0 {
            note(
                .capture, .partly, "lines of key logs", reason: "no part of the format",
                count: Int(clamping: use.malformedLines))
        }
        guard use.secrets > 0 else { return }
        if use.decrypted > 0 {
            note(.capture, .looked, "connections that were decrypted", count: Int(clamping: use.decrypted))
        }
        if use.closed > 0 {
            note(
                .capture, .partly, "encrypted connections", reason: "no secret of the key logs fits",
                count: Int(clamping: use.closed))
        }
    }
}

/// What the secrets of an inspection or an audit were good for.
struct SecretUse {
    /// Secrets that were read.
    private(set) var secrets: Int64
    /// Lines that are no part of the format.
    private(set) var malformedLines: Int64
    /// Connections that they opened.
    private(set) var decrypted: Int64
    /// Connections that they did not open.
    private(set) var closed: Int64

    init(_ statistics: KeyLog.Statistics) {
        secrets = statistics.secrets
        malformedLines = statistics.malformedLines
        decrypted = statistics.connectionsDecrypted
        closed = statistics.connectionsWithoutSecrets
    }

    /// Adds the connections of another reader of the same secrets.
    mutating func add(_ statistics: KeyLog.Statistics) {
        decrypted += statistics.connectionsDecrypted
        closed += statistics.connectionsWithoutSecrets
    }
}

extension LinkType {
    /// What a reader may look up.
    fileprivate var name: String {
        guard case .other(let number) = self else { return "\(self)" }
        return DataLink.name(number)
    }
}

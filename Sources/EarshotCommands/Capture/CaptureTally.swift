internal import Observation
internal import PacketCapture

/// What a capture came to, in numbers.
struct CaptureTally {
    /// Packets that were handed to the file.
    var written: Int64 = 0
    /// Packets of programs that were not asked about.
    var others: Int64 = 0
    /// Packets of which nobody knows whose they are, written or not.
    private(set) var unattributed: Int64 = 0
    private(set) var unattributedBytes: Int64 = 0
    /// Packets that belong to no flow: ARP, and parts of packets.
    var withoutFlow: Int64 = 0
    private(set) var interfaces: [(name: String, statistics: CaptureStatistics)] = []
    /// Interfaces that failed, and why.
    private(set) var failures: [(name: String, error: CaptureError)] = []

    mutating func countUnattributed(_ record: PacketRecord) {
        unattributed += 1
        unattributedBytes += Int64(record.originalLength)
    }

    mutating func take(_ outcome: InterfaceCapture.Outcome, _ interface: String) {
        interfaces.append((interface, outcome.statistics))
        if case .failed(let error) = outcome.ending { failures.append((interface, error)) }
    }

    mutating func merge(_ other: CaptureTally) {
        written += other.written
        others += other.others
        unattributed += other.unattributed
        unattributedBytes += other.unattributedBytes
        withoutFlow += other.withoutFlow
        interfaces += other.interfaces
        failures += other.failures
    }
}

/// The words for a capture that has ended.
struct CaptureSummary {
    let tally: CaptureTally
    let output: CaptureOutput
    let paths: [String]

    /// The lines for the error stream.
    func text(_ options: CaptureSessionOptions) -> String {
        let place = paths == ["-"] ? "the standard output" : paths.joined(separator: ", ")
        var lines = ["earshot: \(output.packets) packets written to \(place)"]
        if !options.pids.isEmpty || !options.products.isEmpty {
            lines.append("  of others        \(tally.others) packets, not written")
        }
        let fate = options.pids.isEmpty && options.products.isEmpty ? "" : ", not written"
        lines.append("  unattributed     \(tally.unattributed) packets, \(tally.unattributedBytes) bytes\(fate)")
        lines.append("  without a flow   \(tally.withoutFlow) packets\(fate)")
        for (name, statistics) in tally.interfaces.sorted(by: { $0.name < $1.name }) {
            let drops = "\(statistics.droppedByKernel) by the kernel, \(statistics.droppedByInterface) by the interface"
            lines.append("  dropped          on \(name): \(drops)")
        }
        for (name, error) in tally.failures { lines.append("  failed           \(name): \(error.description)") }
        if output.leftSecretsOut { lines.append("  left out         secrets beyond 16 MiB") }
        return lines.map { $0 + "\n" }.joined()
    }
}

internal import Glibc

/// What reading the network costs, beside what it costs others: processor time, memory, packets lost.
///
/// All figures of a ratio are of one run on one machine. Nothing here fails on time; each row says whether its bar was met.
enum NetworkMeasurement {
    private static let leastPackets = 300_000
    private static let corporaPackets = 350_000

    /// Composes the captures, measures and prints.
    static func run(earshot: String, _ options: NetworkOptions) {
        guard let folder = TemporaryFolder() else {
            return print("network: skipped, no temporary folder could be made")
        }
        defer { folder.remove(with: ["corpora.pcap", "machine.pcap", "half-open.pcap", "million.pcap"]) }
        if ["inspect", "jobs", "decode", "memory"].contains(where: options.wants) {
            let mix = [corpora(folder, options), machine(folder)].compactMap { $0 }
            print("mix: \(mix.reduce(0) { $0 + $1.packets }) packets in \(mix.count) captures")
            let inspection = InspectionMeasurement(earshot: earshot, captures: mix, runs: options.runs)
            if options.wants("inspect") { inspection.againstPeers() }
            if options.wants("jobs") { inspection.againstOneCore() }
            if options.wants("decode") { inspection.decodingAlone() }
            if options.wants("memory") { inspection.memory(of: mix.map(\.path) + manyPackets(folder)) }
        }
        if options.wants("live") { LiveMeasurement.run(earshot: earshot, seconds: options.seconds) }
    }

    private static func corpora(_ folder: TemporaryFolder, _ options: NetworkOptions) -> ComposedCapture? {
        guard let saved = SavedFrames(folder: options.corpora) else {
            print("corpora: left out, no captures at \(options.corpora)")
            return nil
        }
        guard let output = ComposedCapture(path: folder.path + "/corpora.pcap") else { return nil }
        let times = (corporaPackets + saved.packets - 1) / saved.packets
        saved.copy(times: times, into: output)
        output.flush()
        print(
            "corpora: \(output.packets) packets, \(output.bytes >> 20) MiB: \(saved.captureCount) Ethernet captures,",
            "\(times) copies with addresses of their own, 64 packets of each in turn")
        return output
    }

    private static func machine(_ folder: TemporaryFolder) -> ComposedCapture? {
        guard let output = ComposedCapture(path: folder.path + "/machine.pcap") else { return nil }
        let traffic = ModelTraffic.write(leastPackets, into: output)
        let shares = traffic.shares
        func share(_ packets: Int) -> String { "\(packets * 100 / output.packets) %" }
        print(
            "machine: \(output.packets) packets, \(output.bytes >> 20) MiB, \(traffic.flows) flows: by packets,",
            "\(share(shares.downloads)) downloads of models, \(share(shares.chats)) streamed chats,",
            "\(share(shares.services)) calls of services, \(share(shares.names)) DNS")
        return output
    }

    /// A flood of connections that nobody answers, and a capture of a million packets.
    private static func manyPackets(_ folder: TemporaryFolder) -> [String] {
        var paths: [String] = []
        if let output = ComposedCapture(path: folder.path + "/half-open.pcap") {
            let server = FlowEnd(address: 0xC0A8_010A, port: 11_434)
            for number: UInt32 in 0..<1_000_000 {
                let client = FlowEnd(
                    address: 0x0A00_0000 + number / 60, port: UInt16(truncatingIfNeeded: 1_024 + number % 60))
                output.append(
                    EthernetFrame.tcp(
                        from: client, to: server, sequence: number, acknowledgment: 0, flags: EthernetFrame.Flags.syn))
            }
            if output.flush() { paths.append(output.path) }
        }
        if let output = ComposedCapture(path: folder.path + "/million.pcap") {
            _ = ModelTraffic.write(1_000_000, into: output)
            if output.flush() { paths.append(output.path) }
        }
        return paths
    }
}

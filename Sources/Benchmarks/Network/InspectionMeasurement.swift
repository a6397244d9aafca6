/// Reading saved captures, against programs that do the same.
struct InspectionMeasurement {
    let earshot: String
    let captures: [ComposedCapture]
    let runs: Int

    private var packets: Double { Double(captures.reduce(0) { $0 + $1.packets }) }

    /// Processor time on one core, and that of the peers for the same files.
    func againstPeers() {
        let text = [earshot, "inspect", "--jobs", "1"]
        let lines = text + ["--format", "ndjson"]
        let ndpi = Peer("ndpiReader", package: "libndpi-bin").map { [$0.path, "-q", "-i"] }
        let tshark = Peer("tshark", package: "tshark").map { [$0.path, "-n", "-r"] }
        let own = processorSeconds([text, lines] + (ndpi.map { [$0] } ?? []), runs: runs)
        guard own.count >= 2 else { return print("inspect: did not run") }
        tell("inspect", own[0])
        tell("inspect --format ndjson", own[1])
        if ndpi != nil, own.count == 3 {
            tell("ndpiReader -q", own[2])
            ratio("inspect / ndpiReader", own[0] / own[2], bar: 0.5)
            ratio("inspect --format ndjson / ndpiReader", own[1] / own[2], bar: 0.5)
        }
        if let tshark, let seconds = processorSeconds([tshark], runs: 0).first {
            tell("tshark -n", seconds)
            ratio("inspect / tshark", own[0] / seconds, bar: 0.01)
        }
    }

    /// Elapsed time on two cores.
    func againstOneCore() {
        let programs = ["1", "2"].map { [earshot, "inspect", "--jobs", $0] }
        let seconds = medians(programs, runs: runs) { $0.wallSeconds }
        guard seconds.count == 2 else { return print("inspect --jobs 2: did not run") }
        let gain = seconds[0] / seconds[1]
        print(
            "inspect --jobs 2: \(Bar.rounded(seconds[1])) s, --jobs 1: \(Bar.rounded(seconds[0])) s,",
            "gain \(Bar.rounded(gain)); \(Bar.atLeast(1.7, gain))")
    }

    /// Processor time of reading and decoding alone, as far as the ports.
    func decodingAlone() {
        guard let tcpdump = Peer("tcpdump", package: "tcpdump"), let program = CommandLine.arguments.first else {
            return
        }
        let programs = [[program, DecodingProcess.name], [tcpdump.path, "--count", "-r"]]
        let seconds = processorSeconds(programs, runs: runs)
        guard seconds.count == 2 else { return print("decode: did not run") }
        let perPacket = seconds.map { $0 / packets * 1e9 }
        print("decode: \(Int(perPacket[0])) ns a packet; tcpdump --count: \(Int(perPacket[1])) ns a packet")
        ratio("decode / tcpdump --count", seconds[0] / seconds[1], bar: 3)
    }

    /// The most memory that is resident.
    func memory(of paths: [String]) {
        for path in paths {
            for jobs in ["1", "2"] {
                guard let process = MeasuredProcess.run([earshot, "inspect", "--jobs", jobs, path]) else { continue }
                let name = path.split(separator: "/").last ?? ""
                print(
                    "memory of inspect --jobs \(jobs) on \(name): \(Bar.rounded(process.peakMebibytes)) MiB;",
                    Bar.atMost(150, process.peakMebibytes))
            }
        }
    }

    private func tell(_ name: String, _ seconds: Double) {
        print("\(name): \(Bar.rounded(seconds)) s of processor time, \(Int(seconds / packets * 1e9)) ns a packet")
    }

    private func ratio(_ name: String, _ ratio: Double, bar: Double) {
        print("\(name): \(String((ratio * 10_000).rounded() / 10_000)); \(Bar.atMost(bar, ratio))")
    }

    private func processorSeconds(_ programs: [[String]], runs: Int) -> [Double] {
        medians(programs, runs: runs) { $0.processorSeconds }
    }

    /// For each program, what all captures came to; empty when one of them failed.
    private func medians(_ programs: [[String]], runs: Int, _ figure: (MeasuredProcess) -> Double) -> [Double] {
        var sums = programs.map { _ in 0.0 }
        for capture in captures {
            let measured = AlternatingRuns(programs.map { $0 + [capture.path] }, runs: runs)
            for index in programs.indices {
                guard let spread = measured.spread(index, figure) else { return [] }
                sums[index] += spread.median
            }
        }
        return sums
    }
}

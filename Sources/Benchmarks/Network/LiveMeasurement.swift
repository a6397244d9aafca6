internal import Glibc

/// Full frames at line rate over a pair of virtual interfaces, each in a namespace of its own.
enum LiveMeasurement {
    private static let packetsPerSecond = 82_000

    /// What one program saw of the same traffic.
    private struct Sight {
        let process: MeasuredProcess
        let text: String
    }

    /// Sends and measures; needs root.
    static func run(earshot: String, seconds: Int) {
        guard geteuid() == 0 else { return print("live: skipped, needs root") }
        guard let ip = Peer("ip", package: "iproute2"), let tcpdump = Peer("tcpdump", package: "tcpdump"),
            let tcpreplay = Peer("tcpreplay", package: "tcpreplay"), let folder = TemporaryFolder()
        else { return }
        defer { folder.remove(with: ["frames.pcap", "sent.txt", "seen.txt", "report.json"]) }
        let link = VirtualLink(ip: ip.path)
        defer { link.remove() }
        guard link.isUp, let frames = fullFrames(folder.path + "/frames.pcap") else {
            return print("live: skipped, namespaces cannot be made here")
        }
        let sending = [
            tcpreplay.path, "--intf1=\(link.sender)", "--preload-pcap", "--pps=\(packetsPerSecond)", "--loop=1000000",
            "--unique-ip", "--duration=\(seconds)", frames,
        ]
        let report = folder.path + "/report.json"
        let watching = [
            ("tcpdump -w", [tcpdump.path, "-Z", "root", "-n", "-i", link.receiver, "-w", "/dev/null"]),
            (
                "earshot audit",
                [
                    earshot, "audit", "--no-scan", "--no-probe", "--interface", link.receiver, "--duration", "1h",
                    "--home", folder.path, "--format", "json", "--output", report,
                ]
            ),
        ]
        var spent: [Double] = []
        for (name, program) in watching {
            let text = [folder.path + "/sent.txt", folder.path + "/seen.txt"]
            guard let sight = watch(program, while: sending, link, text) else { return print("\(name): did not run") }
            let seen = name == "tcpdump -w" ? sight.text : counters(TextFile.read(report) ?? "")
            let cost = sight.process.processorSeconds
            spent.append(cost)
            print("live, \(name): \(Bar.rounded(cost)) s of processor time; \(seen)")
        }
        let ratio = spent[1] / spent[0]
        print("live, audit / tcpdump -w: \(Bar.rounded(ratio)); \(Bar.atMost(2, ratio))")
    }

    /// Lets a program watch, sends, interrupts the program and waits for its end.
    private static func watch(_ program: [String], while sending: [String], _ link: VirtualLink, _ text: [String])
        -> Sight?
    {
        for path in text { _ = unsafe unlink(path) }
        guard let pid = MeasuredProcess.start(link.inside(link.receiver, program), output: text[1]) else { return nil }
        // None of them says when it has begun.
        sleep(3)
        _ = MeasuredProcess.run(link.inside(link.sender, sending), output: text[0])
        sleep(1)
        kill(pid, SIGINT)
        guard let process = MeasuredProcess.wait(for: pid) else { return nil }
        let sent = lines(of: text[0]) { $0.hasPrefix("Actual:") || $0.hasPrefix("Rated:") }
        print("live, sent: \(sent)")
        return Sight(process: process, text: lines(of: text[1]) { $0.contains(" packets ") })
    }

    /// Downloads of large records, in frames of the greatest size.
    private static func fullFrames(_ path: String) -> String? {
        guard let output = ComposedCapture(path: path) else { return nil }
        let server = FlowEnd(address: 0x0A09_0001, port: 443)
        for number in 0..<16 {
            let client = FlowEnd(address: 0x0A09_0102, port: UInt16(truncatingIfNeeded: 40_000 + number))
            var hello = GeneratedContent.clientHello("registry.ollama.ai", seed: number)
            hello += GeneratedContent.record(1_460 - hello.count - 5, number)
            var sequence: UInt32 = 1
            for content in [hello] + (0..<400).map({ GeneratedContent.record(1_455, number * 400 + $0) }) {
                let isHello = sequence == 1
                output.append(
                    EthernetFrame.tcp(
                        from: isHello ? client : server, to: isHello ? server : client, sequence: sequence,
                        acknowledgment: sequence, flags: EthernetFrame.Flags.ack, content[...]))
                sequence &+= UInt32(truncatingIfNeeded: content.count)
            }
        }
        return output.flush() ? path : nil
    }

    private static func lines(of path: String, where isWanted: (Substring) -> Bool) -> String {
        (TextFile.read(path) ?? "").split(separator: "\n").filter(isWanted).joined(separator: ", ")
    }

    /// The coverage's numbers of packets, out of a report in JSON.
    private static func counters(_ report: String) -> String {
        ["capture.packets", "capture.packets_dropped_by_kernel", "capture.packets_dropped_by_interface"].map { name in
            let parts = report.split(separator: "\"\(name)\"", maxSplits: 1)
            let number = parts.count == 2 ? parts[1].drop { !$0.isNumber }.prefix { $0.isNumber } : "unknown"
            return "\(name) \(number)"
        }.joined(separator: ", ")
    }
}

/// Two interfaces that are joined, in two namespaces that nothing else is in.
private struct VirtualLink {
    let sender: String
    let receiver: String
    let isUp: Bool
    private let ip: String

    init(ip: String) {
        self.ip = ip
        // Names of interfaces have at most 15 characters.
        let names = ["hear-s\(getpid())", "hear-r\(getpid())"]
        (sender, receiver) = (names[0], names[1])
        let steps = [
            ["netns", "add", names[0]], ["netns", "add", names[1]],
            ["-n", names[0], "link", "add", names[0], "type", "veth", "peer", "name", names[1], "netns", names[1]],
            ["-n", names[0], "link", "set", names[0], "up"], ["-n", names[1], "link", "set", names[1], "up"],
        ]
        isUp = steps.allSatisfy { MeasuredProcess.run([ip] + $0)?.exitStatus == 0 }
    }

    /// A command within the namespace of one end, which has the same name as the interface.
    func inside(_ end: String, _ command: [String]) -> [String] {
        [ip, "netns", "exec", end] + command
    }

    func remove() {
        for name in [sender, receiver] { _ = MeasuredProcess.run([ip, "netns", "del", name]) }
    }
}

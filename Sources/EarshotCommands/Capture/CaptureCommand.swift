package import ArgumentParser
internal import Foundation
internal import PacketCapture

/// `earshot capture`: writes one program's packets into a file that says whose each of them is.
package struct CaptureCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "capture",
        abstract: "Write one program's packets, or all of them, with the process of each.",
        usage: "earshot capture --output <file> [<options>]",
        discussion: """
            Examples:
              sudo earshot capture -o ollama.pcapng --product ollama
              sudo earshot capture -o chat.pcapng --pid 4242 --duration 1m
              sudo earshot capture -o - | earshot inspect -
              sudo earshot capture -o all.pcapng --ring 10x100M --filter 'not port 22'
              sudo earshot capture -o open.pcapng --with-secrets --keylog keys.log

            A process counts with all that it starts, also later. Which process a flow
            belongs to is asked at its first packet, and again at its second, fourth,
            eighth ... 64th while nobody knows; packets before the answer are not in the
            file of a single program, and are counted.

            Wireshark shows the processes; so does earshot inspect. Arguments are written
            with secrets masked. The file is readable by its owner alone.

            Exit status: 0 done, 2 wrong usage or a file that could not be written whole,
            3 an interface could not be watched.
            """
    )

    @Option(name: [.customShort("o"), .long], help: "The pcapng file to write; - writes to the standard output.")
    var output: String

    @Option(name: .customLong("pid"), help: "Write this process and its children alone; repeat for more.")
    var pids: [Int32] = []

    @Option(name: .customLong("product"), help: "Write this product's processes alone; repeat for more.")
    var products: [String] = []

    @Option(name: .customLong("interface"), help: "Watch this interface; repeat for more. Default: all that are up.")
    var interfaces: [String] = []

    @Option(help: "How long: 10s, 2m, 1h. Default: until Ctrl-C.")
    var duration: Duration?

    @Option(help: "Take only what this filter lets through, in the syntax of tcpdump.")
    var filter: String?

    @Option(help: "Keep that many files of that size and delete older ones, such as 10x100M.")
    var ring: RingSize?

    @Flag(help: "Put the secrets of --keylog into the file, so that its readers can decrypt it.")
    var withSecrets = false

    @Option(name: .customLong("keylog"), help: "The key log (SSLKEYLOGFILE) to take secrets from; it may grow.")
    var keyLog: String?

    package init() {}

    package func validate() throws {
        if let duration, duration.seconds <= 0 { throw ValidationError("--duration takes a time above 0") }
        guard withSecrets == (keyLog != nil) else {
            throw ValidationError("--with-secrets and --keylog FILE go together")
        }
        guard output == "-" else { return }
        if ring != nil { throw ValidationError("--ring needs files; it can't go with -o -") }
        if isatty(STDOUT_FILENO) == 1 {
            throw ValidationError("-o - writes packets, and the standard output is a terminal; name a file or a pipe")
        }
    }

    package func run() throws {
        let options = CaptureSessionOptions(
            output: output, pids: Set(pids), products: Set(products), interfaces: interfaces, duration: duration,
            filter: filter, ring: ring?.ring, keyLog: keyLog)
        throw Ending(status: try CaptureSession(options: options).run())
    }
}

/// What a capture was asked to do.
struct CaptureSessionOptions: Sendable {
    /// The file; `-` stands for the standard output.
    let output: String
    /// The processes whose packets are written; with no products either, all packets are.
    let pids: Set<Int32>
    /// The products whose packets are written.
    let products: Set<String>
    /// The interfaces to watch; none stands for all that are up.
    let interfaces: [String]
    /// How long; nothing for until a signal comes.
    let duration: Duration?
    /// A filter in pcap's syntax.
    let filter: String?
    let ring: CaptureRing?
    /// A file whose secrets are written too.
    let keyLog: String?
}

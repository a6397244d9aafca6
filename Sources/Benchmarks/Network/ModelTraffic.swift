/// What a machine with a local model says and hears: downloads of models, streamed chats, short calls of services, names.
///
/// A few downloads take most of the packets, as they do in life, and two dozen chats stream a word a segment between them.
struct ModelTraffic {
    /// What the packets were for.
    struct Shares {
        var downloads = 0
        var chats = 0
        var services = 0
        var names = 0
    }

    private static let machine: UInt32 = 0xC0A8_010A
    private static let resolver: UInt32 = 0xC0A8_0101
    private static let hosts = [
        "registry.ollama.ai", "huggingface.co", "cdn-lfs.huggingface.co", "us.i.posthog.com", "api.github.com",
        "telemetry.vllm.example", "packages.example", "o1.ingest.sentry.io", "api.openai.com", "updates.lmstudio.ai",
    ]

    private(set) var shares = Shares()
    private(set) var flows = 0
    private let output: ComposedCapture
    private var downloads: [Download] = []
    private var chats: [GeneratedChat] = []

    private struct Download {
        var connection: GeneratedConnection
        var rounds: Int
    }

    /// Writes packets until there are as many as wanted.
    static func write(_ packets: Int, into output: ComposedCapture) -> ModelTraffic {
        var traffic = ModelTraffic(output: output)
        let end = output.packets + packets
        while output.packets < end { traffic.round() }
        output.flush()
        return traffic
    }

    private init(output: ComposedCapture) {
        self.output = output
    }

    private mutating func round() {
        count(\.downloads) { $0.goOnWithDownloads() }
        count(\.chats) { $0.goOnWithChats() }
        for _ in 0..<3 { callService() }
    }

    private mutating func count(_ share: WritableKeyPath<Shares, Int>, _ body: (inout ModelTraffic) -> Void) {
        // Names are looked up in between and have a share of their own.
        let before = output.packets - shares.names
        body(&self)
        shares[keyPath: share] += output.packets - shares.names - before
    }

    /// A connection from a port of its own to a server of a host.
    private mutating func connect(_ client: UInt32, _ server: UInt32, _ port: UInt16) -> GeneratedConnection {
        flows += 1
        let from = FlowEnd(address: client, port: UInt16(truncatingIfNeeded: 32_768 + flows % 28_000))
        return GeneratedConnection(client: from, server: FlowEnd(address: server, port: port))
    }

    private mutating func secureConnection() -> GeneratedConnection {
        let name = Self.hosts[flows % Self.hosts.count]
        let server = 0x2200_0000 &+ UInt32(truncatingIfNeeded: flows % 250) << 8 &+ 7
        resolve(name, server)
        var connection = connect(Self.machine, server, 443)
        connection.open(output)
        connection.say(GeneratedContent.clientHello(name, seed: flows), fromClient: true, output)
        connection.say(GeneratedContent.serverHello(seed: flows), fromClient: false, output)
        connection.say(GeneratedContent.record(53, flows), fromClient: true, output)
        return connection
    }

    private mutating func resolve(_ name: String, _ address: UInt32) {
        flows += 1
        let client = FlowEnd(address: Self.machine, port: UInt16(truncatingIfNeeded: 20_000 + flows % 12_000))
        let server = FlowEnd(address: Self.resolver, port: 53)
        let messages = GeneratedContent.dns(name, number: UInt16(truncatingIfNeeded: flows), address: address)
        output.append(EthernetFrame.udp(from: client, to: server, messages.query))
        output.append(EthernetFrame.udp(from: server, to: client, messages.response))
        shares.names += 2
    }

    private mutating func goOnWithDownloads() {
        while downloads.count < 4 {
            downloads.append(Download(connection: secureConnection(), rounds: 400))
        }
        for index in downloads.indices {
            // Three records of the greatest size, which make 34 segments with their acknowledgments.
            for part in 0..<3 {
                let record = GeneratedContent.record(16_384, downloads[index].rounds + part)
                downloads[index].connection.say(record, fromClient: false, output)
            }
            downloads[index].rounds -= 1
            if downloads[index].rounds == 0 { downloads[index].connection.close(output) }
        }
        downloads.removeAll { $0.rounds == 0 }
    }

    private mutating func goOnWithChats() {
        while chats.count < 24 {
            let client = 0xC0A8_0114 &+ UInt32(truncatingIfNeeded: flows % 40)
            let isOllama = flows % 2 == 0
            let connection = connect(client, Self.machine, isOllama ? 11_434 : 8_000)
            chats.append(GeneratedChat(connection, isOllama: isOllama, words: 60 + flows * 37 % 500, output))
        }
        for index in chats.indices { chats[index].goOn(output) }
        chats.removeAll { $0.isOver }
    }

    private mutating func callService() {
        count(\.services) { traffic in
            var connection = traffic.secureConnection()
            connection.say(GeneratedContent.record(900, traffic.flows), fromClient: true, traffic.output)
            connection.say(GeneratedContent.record(2_500, traffic.flows), fromClient: false, traffic.output)
            connection.close(traffic.output)
        }
    }
}

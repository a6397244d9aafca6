import Dissection
import Observation

/// Frames built byte by byte, so that each test says what is in them.
enum Packets {
    static func u16(_ value: Int) -> [UInt8] { [UInt8(value >> 8 & 0xFF), UInt8(value & 0xFF)] }

    static func u32(_ value: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> UInt32(24 - 8 * $0)) }
    }

    static func address(_ text: String) -> [UInt8] {
        guard let address = IPAddress(text) else { return [] }
        let bytes = (0..<16).map { index in
            UInt8(truncatingIfNeeded: (index < 8 ? address.high : address.low) >> UInt64(56 - 8 * (index % 8)))
        }
        return address.version == .v4 ? Array(bytes.suffix(4)) : bytes
    }

    static func ethernet(_ payload: [UInt8], type: Int = 0x0800, tags: [Int] = []) -> [UInt8] {
        [UInt8](repeating: 0, count: 12) + tags.flatMap { u16($0) + [0, 7] } + u16(type) + payload
    }

    /// An IPv4 packet; `fragment` is the field of flags and offset.
    static func ipv4(
        _ number: UInt8, from source: String, to destination: String, options: [UInt8] = [], fragment: Int = 0,
        _ payload: [UInt8]
    ) -> [UInt8] {
        let length = 20 + options.count
        return [0x40 | UInt8(length / 4), 0] + u16(length + payload.count) + [0, 1] + u16(fragment) + [
            64, number, 0, 0,
        ]
            + address(source) + address(destination) + options + payload
    }

    static func ipv6(_ number: UInt8, from source: String, to destination: String, _ payload: [UInt8]) -> [UInt8] {
        [0x60, 0, 0, 0] + u16(payload.count) + [number, 64] + address(source) + address(destination) + payload
    }

    static func udp(_ sourcePort: Int, _ destinationPort: Int, _ payload: [UInt8]) -> [UInt8] {
        u16(sourcePort) + u16(destinationPort) + u16(8 + payload.count) + [0, 0] + payload
    }

    static func tcp(
        _ sourcePort: Int, _ destinationPort: Int, seq: UInt32, ack: UInt32 = 0, _ flags: TCPHeader.Flags = [.ack],
        _ payload: [UInt8] = []
    ) -> [UInt8] {
        u16(sourcePort) + u16(destinationPort) + u32(seq) + u32(ack) + [0x50, flags.rawValue, 0xFF, 0xFF, 0, 0, 0, 0]
            + payload
    }
}

/// A dissector with all that it told so far.
final class Bench {
    var dissector: Dissector
    var outputs: [DissectorOutput] = []
    private var clock: Int64 = 0

    init(
        limits: DissectionLimits = DissectionLimits(), keyLog: KeyLog? = nil,
        newFlow: @escaping Dissector.NewFlow = { _, _ in .none }
    ) {
        dissector = Dissector(limits: limits, keyLog: keyLog, newFlow: newFlow)
    }

    func feed(_ frame: [UInt8], _ linkType: LinkType = .ethernet, after milliseconds: Int64 = 1) {
        clock += milliseconds * 1_000_000
        dissector.packet(
            frame.span, linkType: linkType, at: Timestamp(nanoseconds: clock), originalLength: frame.count,
            into: &outputs)
    }

    func finish() {
        dissector.finish(into: &outputs)
    }

    var messages: [DissectedMessage] {
        outputs.compactMap { output in
            guard case .message(let message) = output else { return nil }
            return message
        }
    }

    var summaries: [FlowSummary] {
        outputs.compactMap { output in
            guard case .flow(let summary) = output else { return nil }
            return summary
        }
    }

    var weirds: [String] {
        outputs.compactMap { output in
            guard case .weird(let weird) = output else { return nil }
            return weird.weird.name
        }
    }

    var requests: [HTTPRequest] {
        messages.compactMap { message in
            guard case .httpExchange(let exchange) = message.content else { return nil }
            return exchange.request
        }
    }

    var handshakes: [TLSHandshake] {
        messages.compactMap { message in
            guard case .tlsHandshake(let handshake) = message.content else { return nil }
            return handshake
        }
    }

    var hellos: [ClientHello] { handshakes.compactMap(\.clientHello) }

    var dns: [DNSMessage] {
        messages.compactMap { message in
            guard case .dns(let dns) = message.content else { return nil }
            return dns
        }
    }
}

/// A TCP connection from 192.0.2.10:40000 to 198.51.100.7:80 whose segments a test sends one by one.
final class Connection {
    let bench: Bench
    let start: UInt32
    private var sent: UInt32
    private var received: UInt32 = 9_000
    private let ports: (Int, Int)

    init(_ bench: Bench, start: UInt32 = 1_000, ports: (Int, Int) = (40_000, 80), opens: Bool = true) {
        self.bench = bench
        self.start = start
        self.ports = ports
        sent = start
        guard opens else { return }
        client([.syn], at: start, [])
        server([.syn, .ack])
        sent = start &+ 1
        received &+= 1
        client([.ack], at: sent, [])
    }

    /// Sends a segment at an absolute sequence number.
    func client(_ flags: TCPHeader.Flags = [.ack], at sequenceNumber: UInt32, _ payload: [UInt8]) {
        let segment = Packets.tcp(ports.0, ports.1, seq: sequenceNumber, ack: received, flags, payload)
        bench.feed(Packets.ethernet(Packets.ipv4(6, from: "192.0.2.10", to: "198.51.100.7", segment)))
    }

    /// Sends a segment that starts so many bytes into the stream.
    func client(offset: Int, _ payload: [UInt8]) {
        client(at: start &+ 1 &+ UInt32(offset), payload)
    }

    /// Sends the next bytes.
    func send(_ payload: [UInt8]) {
        client(at: sent, payload)
        sent &+= UInt32(payload.count)
    }

    func send(_ text: String) {
        send(Array(text.utf8))
    }

    /// Lets bytes of the other side never be captured.
    func loseServer(_ count: Int) {
        received &+= UInt32(count)
    }

    /// Lets the other side speak, confirming so many bytes of the stream.
    func server(_ flags: TCPHeader.Flags = [.ack], confirming offset: Int? = nil, _ payload: [UInt8] = []) {
        let ack = offset.map { start &+ 1 &+ UInt32($0) } ?? sent &+ (flags.contains(.syn) ? 1 : 0)
        let segment = Packets.tcp(ports.1, ports.0, seq: received, ack: ack, flags, payload)
        received &+= UInt32(payload.count)
        bench.feed(Packets.ethernet(Packets.ipv4(6, from: "198.51.100.7", to: "192.0.2.10", segment)))
    }
}

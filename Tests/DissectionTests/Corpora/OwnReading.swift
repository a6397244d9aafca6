import Dissection
import Observation
import PacketCapture

/// What Earshot finds in a capture, spelled as the independent reader spells it.
struct OwnReading {
    private(set) var found: [Aspect: [String]] = [:]
    private var seenHellos: Set<String> = []
    private var tallies: [String: (packets: Int64, bytes: Int64)] = [:]

    /// Reads a capture; what stands before a broken place counts.
    init(of path: String) {
        var dissector = Dissector()
        var outputs: [DissectorOutput] = []
        var streams = StreamRecorder()
        _ = try? CaptureFile(path: path).read { record, bytes in
            let linkType = LinkType(dataLink: record.dataLink)
            dissector.packet(
                bytes, linkType: linkType, at: record.timestamp, originalLength: record.originalLength, into: &outputs)
            streams.packet(bytes, linkType, record)
        }
        dissector.finish(into: &outputs)
        for output in outputs { take(output) }
        for (way, tally) in tallies { add(.flows, "\(way) \(tally.packets) \(tally.bytes)") }
        found[.streams] = streams.digests()
    }

    /// What was found, in any order.
    func values(_ aspect: Aspect) -> [String] {
        (found[aspect] ?? []).map { $0.lowercased() }.sorted()
    }

    private mutating func add(_ aspect: Aspect, _ value: String) {
        found[aspect, default: []].append(value)
    }

    private mutating func take(_ output: DissectorOutput) {
        switch output {
        case .weird, .names: break
        case .flow(let summary): take(summary)
        case .message(let message):
            switch message.content {
            case .dns(let dns): take(dns)
            case .tlsHandshake(let handshake):
                guard let hello = handshake.clientHello else { return }
                let text = "\(hello.serverName ?? "")|\(hello.applicationProtocols.joined(separator: ","))"
                guard seenHellos.insert("\(message.flow.number) \(text)").inserted else { return }
                switch handshake.transport {
                case .tls: add(.hellos, text)
                case .quic: add(.quic, text)
                case .dtls: break
                }
            case .httpExchange(let exchange): take(exchange)
            case .webSocket, .llmCall: break
            }
        }
    }

    private mutating func take(_ exchange: HTTPExchange) {
        let isSecond = exchange.request.version.hasPrefix("2")
        if !exchange.request.method.isEmpty {
            add(isSecond ? .requests2 : .requests, "\(exchange.request.method) \(exchange.request.target)")
            if !isSecond, let host = exchange.request.host { add(.hosts, host) }
        }
        let codes = exchange.informationalStatusCodes + (exchange.response.map { [Int($0.statusCode)] } ?? [])
        for code in codes { add(isSecond ? .statuses2 : .statuses, String(code)) }
    }

    private mutating func take(_ message: DNSMessage) {
        let records = message.answers + message.authority + message.additional
        guard message.service != .netBIOS else {
            for name in message.questions.map(\.spelling) + records.map(\.name) { add(.netBIOS, Self.plain(name)) }
            return
        }
        if message.extensions != nil {
            add(.records, "<Root>")
            add(.types, "41")
        }
        for question in message.questions { add(.questions, "\(Self.plain(question.name)) \(question.type.rawValue)") }
        for record in records {
            add(.records, Self.plain(record.name))
            for type in [record.type] + Self.denied(record) { add(.types, String(type.rawValue)) }
            switch record.value {
            case .address(let address): add(.addresses, address.description)
            case .name(let name) where record.type != DNSRecordType(39): add(.names, Self.plain(name))
            default: break
            }
        }
    }

    /// The types that a record lists as those that a name has (NSEC and NSEC3).
    private static func denied(_ record: DNSRecord) -> [DNSRecordType] {
        let fixed = [47: 1, 50: 5][record.type.rawValue]
        return fixed.map { record.text.split(separator: " ").dropFirst($0).compactMap { types[String($0)] } } ?? []
    }

    private static let types = Dictionary(
        uniqueKeysWithValues: (UInt16.min...UInt16.max).map { (DNSRecordType($0).description, DNSRecordType($0)) })

    private mutating func take(_ summary: FlowSummary) {
        guard summary.flow.tuple.transport == .tcp || summary.flow.tuple.transport == .udp else { return }
        let (source, destination) = (summary.flow.tuple.source, summary.flow.tuple.destination)
        let ways = [(source, destination, summary.fromSource), (destination, source, summary.fromDestination)]
        for (from, to, tally) in ways where tally.packets > 0 {
            let key = "\(summary.flow.tuple.transport.rawValue) \(from.ip) \(from.port) > \(to.ip) \(to.port)"
            tallies[key, default: (0, 0)].packets += tally.packets
            tallies[key, default: (0, 0)].bytes += tally.bytes
        }
    }

    /// A name without the escapes that the independent reader does not use.
    private static func plain(_ name: String) -> String {
        if name == "." { return "<Root>" }
        var bytes: [UInt8] = []
        var rest = Array(name.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == 0x5C, let next = rest.first else {
                bytes.append(byte)
                continue
            }
            if (0x30...0x39).contains(next), rest.count >= 3 {
                bytes.append(UInt8(truncatingIfNeeded: rest.prefix(3).reduce(0) { $0 * 10 + Int($1) - 0x30 }))
                rest = rest.dropFirst(3)
            } else {
                bytes.append(next)
                rest = rest.dropFirst()
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

import Observation
import PacketCapture

@testable import Dissection

/// Puts the streams of a capture together with the assembler that the dissector uses, and keeps them whole.
///
/// Knows plain, unfragmented packets only, as the independent reader's streams do.
struct StreamRecorder {
    private struct Connection {
        var assemblers = BothSides(StreamAssembler(), StreamAssembler())
        var bytes = BothSides<[UInt8]>([], [])
        var opening: UInt32?
    }

    private var network = NetworkLayer()
    private var live: [FlowTuple: Connection] = [:]
    private var found: [String] = []

    /// Takes in a frame.
    mutating func packet(_ frame: Span<UInt8>, _ linkType: LinkType, _ record: PacketRecord) {
        let step = network.decode(
            frame, linkType: linkType, originalLength: record.originalLength, at: record.timestamp)
        guard case .packet(let ip) = step, ip.protocolNumber == 6, !ip.isReassembled,
            let segment = try? TCPHeader(parsing: frame, in: ip.segment)
        else { return }
        let sent = FlowTuple(
            .tcp, source: SocketAddress(ip.source, segment.sourcePort),
            destination: SocketAddress(ip.destination, segment.destinationPort))
        let key = FlowKey(sent, seed: 0)
        var connection = live[key.tuple] ?? Connection()
        if segment.flags.contains(.syn), !segment.flags.contains(.ack) {
            if let opening = connection.opening, opening != segment.sequenceNumber {
                close(key.tuple, &connection)
                connection = Connection()
            }
            connection.opening = segment.sequenceNumber
        }
        accept(segment, frame.extracting(segment.payload), from: key.sender, &connection)
        live[key.tuple] = connection
    }

    /// Each direction with bytes in it: its ends, its length and its digest.
    mutating func digests() -> [String] {
        for (tuple, connection) in live {
            var connection = connection
            close(tuple, &connection)
        }
        live = [:]
        return found
    }

    private func accept(
        _ segment: TCPHeader, _ payload: Span<UInt8>, from side: FlowSide, _ connection: inout Connection
    ) {
        if segment.flags.contains(.syn) {
            connection.assemblers[side].start(at: segment.payloadSequenceNumber)
            if segment.flags.contains(.ack) {
                connection.assemblers[side.opposite].start(at: segment.acknowledgmentNumber)
            }
        }
        if payload.count > 0 {
            let offer = connection.assemblers[side].offer(segment.payloadSequenceNumber, payload)
            if case .inOrder(let range) = offer {
                for index in range { connection.bytes[side].append(payload[index]) }
            }
            drain(side, &connection, atEnd: false)
        }
        if segment.flags.contains(.ack) {
            connection.assemblers[side.opposite].acknowledge(segment.acknowledgmentNumber)
            drain(side.opposite, &connection, atEnd: false)
        }
    }

    private func drain(_ side: FlowSide, _ connection: inout Connection, atEnd: Bool) {
        while true {
            if let bytes = connection.assemblers[side].nextHeld() {
                connection.bytes[side] += bytes
            } else if connection.assemblers[side].skipGap(atEnd: atEnd) == nil {
                return
            }
        }
    }

    private mutating func close(_ tuple: FlowTuple, _ connection: inout Connection) {
        for side in FlowSide.allCases {
            drain(side, &connection, atEnd: true)
            let bytes = connection.bytes[side]
            guard !bytes.isEmpty else { continue }
            let way = side == .lower ? tuple : tuple.reversed
            let digest = (SHA256.digest(bytes) ?? []).map { byte in
                let text = String(byte, radix: 16)
                return text.utf8.count == 1 ? "0" + text : text
            }.joined()
            found.append(
                "\(way.source.ip) \(way.source.port) > \(way.destination.ip) \(way.destination.port) "
                    + "\(bytes.count) \(digest)")
        }
    }
}

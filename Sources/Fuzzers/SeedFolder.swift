internal import Foundation
internal import Observation
internal import PacketCapture

@testable import Dissection

/// Inputs to begin with, a folder for each target, cut out of captures.
///
/// Streams are taken segment by segment as they come, which is near enough to what is really read.
struct SeedFolder {
    private static let bytesLimit = 16_384

    private let path: String

    init(_ path: String) {
        self.path = path
    }

    /// Cuts all captures below a folder.
    func fill(from folder: String) {
        for target in FuzzTarget.allCases {
            try? FileManager.default.createDirectory(
                atPath: path + "/" + target.rawValue, withIntermediateDirectories: true)
        }
        for (target, input) in OwnSeeds.all + StoreSeeds.all + FileSeeds.all { write(input, target) }
        guard let names = FileManager.default.enumerator(atPath: folder) else { return }
        for case let name as String in names {
            let file = folder + "/" + name
            if let data = FileManager.default.contents(atPath: file), data.count <= 2 * Self.bytesLimit {
                let text = String(decoding: data.prefix(64), as: UTF8.self)
                if CaptureFileParser.recognises(Array(data).span) { write(Array(data), .capture) }
                if text.contains("CLIENT_") || text.contains("SERVER_") { write(Array(data), .keylog) }
            }
            if let capture = try? CaptureFile(path: file) { cut(capture) }
        }
    }

    private func cut(_ capture: CaptureFile) {
        var network = NetworkLayer()
        var frames: [UInt8] = []
        var conversations: [FlowTuple: [UInt8]] = [:]
        _ = try? capture.read { record, frame in
            if frames.count + frame.count < Self.bytesLimit {
                frames += FuzzPieces.mark + [Self.meaning(of: record.dataLink)] + Self.bytes(frame)
            }
            guard
                case .packet(let packet) = network.decode(
                    frame, linkType: LinkType(dataLink: record.dataLink), originalLength: record.originalLength,
                    at: record.timestamp), !packet.isReassembled
            else { return }
            let payload =
                packet.protocolNumber == 6
                ? (try? TCPHeader(parsing: frame, in: packet.segment))?.payload
                : packet.protocolNumber == 17 ? (try? UDPHeader(parsing: frame, in: packet.segment))?.payload : nil
            guard let payload, !payload.isEmpty else { return }
            let sent = FlowTuple(
                packet.protocolNumber == 6 ? .tcp : .udp, source: SocketAddress(packet.source, packet.sourcePort),
                destination: SocketAddress(packet.destination, packet.destinationPort))
            let received = FlowTuple(sent.transport, source: sent.destination, destination: sent.source)
            let isAnswer = conversations[received] != nil
            let kept = conversations[isAnswer ? received : sent] ?? []
            guard kept.count + payload.count < Self.bytesLimit else { return }
            let content = Self.bytes(frame.extracting(payload))
            conversations[isAnswer ? received : sent] = kept + FuzzPieces.mark + [isAnswer ? 1 : 0] + content
            if sent.transport == .udp, NameService(ports: packet.destinationPort, packet.sourcePort) != nil {
                write([0] + content, .dns)
            }
        }
        if !frames.isEmpty { write(frames, .frames) }
        for (tuple, bytes) in conversations { write(bytes, Self.target(of: tuple, bytes)) }
    }

    private static func target(of tuple: FlowTuple, _ conversation: [UInt8]) -> FuzzTarget {
        let start = conversation.dropFirst(3).prefix(3)
        if tuple.transport == .udp { return start.first.map { $0 & 0x80 != 0 } == true ? .quic : .dtls }
        if start.starts(with: Array("PRI".utf8)) { return .http2 }
        return start.first == 0x16 ? .tls : .http1
    }

    private static func meaning(of dataLink: Int32) -> UInt8 {
        switch LinkType(dataLink: dataLink) {
        case .linuxCooked: 1
        case .linuxCooked2: 2
        case .rawIP: 3
        case .loopback: 4
        case .pointToPoint: 5
        case .pointToPointDirected: 6
        case .pointToPointOverEthernet: 7
        case .netfilterLog: 8
        case .wireless: 9
        case .wirelessRadiotap: 10
        default: 0
        }
    }

    private static func bytes(_ span: Span<UInt8>) -> [UInt8] { span.indices.map { span[$0] } }

    /// Writes an input under a name that the same bytes get again.
    private func write(_ input: [UInt8], _ target: FuzzTarget) {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in input { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        let name = path + "/" + target.rawValue + "/" + String(hash, radix: 16)
        _ = FileManager.default.createFile(atPath: name, contents: Data(input))
    }
}

import Dissection
import Foundation
import Observation
import PacketCapture

/// What one frame contains.
struct Layers {
    /// Transport headers with the addresses around them, outermost first: `192.0.2.1 > 192.0.2.2 udp 53 > 1024`.
    var headers: [String] = []

    /// Payloads of the datagrams that the frame completed, in hexadecimal.
    var datagrams: [String] = []

    /// What Earshot finds in each frame of a file.
    static func found(in file: String) -> [Layers] {
        var network = NetworkLayer()
        var frames: [Layers] = []
        // Some of the captures are broken on purpose; what stands before the broken place is read all the same.
        _ = try? CaptureFile(path: file).read { record, bytes in
            var layers = Layers()
            var reassembled = network.counters.reassembled
            var step = network.decode(
                bytes, linkType: LinkType(dataLink: record.dataLink), originalLength: record.originalLength,
                at: record.timestamp)
            while case .packet(let packet) = step {
                if let header = describe(packet) { layers.headers.append(header) }
                if network.counters.reassembled > reassembled { layers.datagrams.append(hex(network.datagram)) }
                reassembled = network.counters.reassembled
                guard packet.encapsulation != nil else { break }
                step = network.decapsulate(packet, in: bytes, at: record.timestamp)
            }
            frames.append(layers)
        }
        return frames
    }

    private static func hex(_ bytes: [UInt8]) -> String {
        bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    private static func describe(_ packet: NetworkPacket) -> String? {
        let ends = "\(packet.source) > \(packet.destination)"
        return switch packet.protocolNumber {
        case 6: "\(ends) tcp \(packet.sourcePort) > \(packet.destinationPort)"
        case 17: "\(ends) udp \(packet.sourcePort) > \(packet.destinationPort)"
        case 1: "\(ends) icmp"
        case 58: "\(ends) icmpv6"
        default: nil
        }
    }

    /// What tshark finds there.
    static func expected(in file: String) throws -> [Layers] {
        let names = [
            "frame.protocols", "ip.src", "ip.dst", "ipv6.src", "ipv6.dst", "tcp.srcport", "tcp.dstport", "udp.srcport",
            "udp.dstport", "ip.reassembled.data", "ipv6.reassembled.data",
        ]
        return try Tshark.fields(names, of: file, filter: "frame").map { fields in
            Layers(headers: headers(fields), datagrams: fields[9] + fields[10])
        }
    }

    private static func headers(_ fields: [[String]]) -> [String] {
        var places: [String: Int] = [:]
        func next(_ protocolName: String, _ first: Int) -> String {
            defer { places[protocolName, default: 0] += 1 }
            let place = places[protocolName, default: 0]
            return [fields[first], fields[first + 1]].map { place < $0.count ? $0[place] : "?" }.joined(
                separator: " > ")
        }
        var ends = ""
        var headers: [String] = []
        for name in fields[0].first?.split(separator: ":").map(String.init) ?? [] {
            switch name {
            case "ip": ends = next(name, 1)
            case "ipv6": ends = next(name, 3)
            case "tcp": headers.append("\(ends) tcp \(next(name, 5))")
            case "udp": headers.append("\(ends) udp \(next(name, 7))")
            // What follows is a quotation.
            case "icmp", "icmpv6": return headers + ["\(ends) \(name)"]
            default: break
            }
        }
        return headers
    }
}

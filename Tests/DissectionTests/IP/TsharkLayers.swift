import Dissection
import Foundation
import Observation
import PacketCapture

/// The transport headers of a frame with the addresses around them, outermost first: `192.0.2.1 > 192.0.2.2 udp 53 > 1024`.
enum Layers {
    /// What Earshot finds in each frame of a file.
    static func found(in file: String) -> [[String]] {
        var network = NetworkLayer()
        var frames: [[String]] = []
        // Some of the captures are broken on purpose; what stands before the broken place is read all the same.
        _ = try? CaptureFile(path: file).read { record, bytes in
            var layers: [String] = []
            var step = network.decode(
                bytes, linkType: LinkType(dataLink: record.dataLink), originalLength: record.originalLength,
                at: record.timestamp)
            while case .packet(let packet) = step {
                if let layer = describe(packet) { layers.append(layer) }
                guard packet.encapsulation != nil else { break }
                step = network.decapsulate(packet, in: bytes, at: record.timestamp)
            }
            frames.append(layers)
        }
        return frames
    }

    /// The datagrams that were put together, as tshark writes bytes.
    static func reassembled(in file: String) -> [String] {
        var network = NetworkLayer()
        var datagrams: [String] = []
        _ = try? CaptureFile(path: file).read { record, bytes in
            var step = network.decode(
                bytes, linkType: LinkType(dataLink: record.dataLink), originalLength: record.originalLength,
                at: record.timestamp)
            var count = network.counters.reassembled - 1
            while case .packet(let packet) = step {
                if network.counters.reassembled > count, packet.isReassembled {
                    datagrams.append(
                        network.datagram.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined())
                }
                count = network.counters.reassembled
                guard packet.encapsulation != nil else { break }
                step = network.decapsulate(packet, in: bytes, at: record.timestamp)
            }
        }
        return datagrams
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
    static func expected(in file: String) throws -> [[String]] {
        let names = [
            "frame.protocols", "ip.src", "ip.dst", "ipv6.src", "ipv6.dst", "tcp.srcport", "tcp.dstport", "udp.srcport",
            "udp.dstport",
        ]
        return try Tshark.fields(names, of: file, filter: "frame").map { fields in
            var places: [String: Int] = [:]
            func next(_ protocolName: String, _ first: Int) -> String {
                defer { places[protocolName, default: 0] += 1 }
                let place = places[protocolName, default: 0]
                let values = [fields[first], fields[first + 1]].map { place < $0.count ? $0[place] : "?" }
                return values.joined(separator: " > ")
            }
            var ends = ""
            var layers: [String] = []
            for name in fields[0].first?.split(separator: ":").map(String.init) ?? [] {
                switch name {
                case "ip": ends = next(name, 1)
                case "ipv6": ends = next(name, 3)
                case "tcp": layers.append("\(ends) tcp \(next(name, 5))")
                case "udp": layers.append("\(ends) udp \(next(name, 7))")
                // What follows is a quotation.
                case "icmp", "icmpv6": return layers + ["\(ends) \(name)"]
                default: break
                }
            }
            return layers
        }
    }
}

import Dissection
import Observation

/// A network layer with all that it gave so far.
struct NetworkBench {
    var network: NetworkLayer
    private(set) var packets: [NetworkPacket] = []
    private(set) var undecoded: [DissectionStatistics.Undecoded] = []
    private(set) var fragments = 0
    /// The transport header and all behind it, of the packet that came last.
    private(set) var segment: [UInt8] = []
    private var seconds: Int64 = 0

    init(_ limits: NetworkLimits = NetworkLimits()) {
        network = NetworkLayer(limits)
    }

    /// Reads a frame and all packets inside, a second after the one before.
    mutating func feed(
        _ frame: [UInt8], _ linkType: LinkType = .rawIP, cutTo length: Int = .max, after pause: Int64 = 1
    ) {
        seconds += pause
        let time = Timestamp(seconds: seconds)
        let captured = Array(frame.prefix(length))
        var step = network.decode(captured.span, linkType: linkType, originalLength: frame.count, at: time)
        while true {
            switch step {
            case .packet(let packet):
                packets.append(packet)
                segment = Array((packet.isReassembled ? network.datagram : captured)[packet.segment])
                guard packet.encapsulation != nil else { return }
                step = network.decapsulate(packet, in: captured.span, at: time)
            case .fragment:
                fragments += 1
                return
            case .undecoded(let reason):
                undecoded.append(reason)
                return
            }
        }
    }

    /// Takes what was given up.
    mutating func giveUp(atEnd: Bool = false) {
        while let packet = network.nextUnfinished(at: atEnd ? nil : Timestamp(seconds: seconds)) {
            packets.append(packet)
            segment = Array(network.datagram[packet.segment])
        }
    }

    /// The names of the oddities since they were asked for last.
    mutating func weirds() -> [String] { network.takeWeirds().map(\.weird.name) }

    /// The packets as text, outermost first.
    var descriptions: [String] {
        packets.map { packet in
            let around = packet.carrier.map { "\($0.rawValue): " } ?? ""
            let (source, destination) = (packet.source, packet.destination)
            return around
                + "\(source):\(packet.sourcePort) > \(destination):\(packet.destinationPort) \(packet.protocolNumber)"
        }
    }
}

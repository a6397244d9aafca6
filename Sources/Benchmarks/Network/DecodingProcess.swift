internal import Dissection
internal import PacketCapture

/// Reads a capture and decodes each packet down to its ports, and does no more; run as a process of its own.
enum DecodingProcess {
    /// The argument that asks for it.
    static let name = "decode"

    /// Reads a file and prints what was in it.
    static func run(_ path: String) {
        var network = NetworkLayer()
        var (packets, decoded, ports) = (0, 0, UInt64(0))
        do {
            try CaptureFile(path: path).read { record, frame in
                packets += 1
                let step = network.decode(
                    frame, linkType: LinkType(dataLink: record.dataLink), originalLength: record.originalLength,
                    at: record.timestamp)
                guard case .packet(let packet) = step, !packet.isReassembled else { return }
                switch packet.protocolNumber {
                case 6:
                    guard let header = try? TCPHeader(parsing: frame, in: packet.segment) else { return }
                    ports &+= UInt64(header.destinationPort)
                case 17:
                    guard let header = try? UDPHeader(parsing: frame, in: packet.segment) else { return }
                    ports &+= UInt64(header.destinationPort)
                default: return
                }
                decoded += 1
            }
        } catch {
            print(error)
        }
        // The sum keeps the compiler from leaving the work out.
        print("\(packets) packets, \(decoded) with ports, sum \(ports)")
    }
}

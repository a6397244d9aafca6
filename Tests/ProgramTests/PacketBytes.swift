import Foundation

/// A capture in the classic format, made by hand: Ethernet, IPv4, TCP and UDP.
struct PacketBytes {
    /// One end of a flow.
    struct End: Hashable {
        let address: [UInt8]
        let port: UInt16

        init(_ address: String, _ port: UInt16) {
            self.address = address.split(separator: ".").compactMap { UInt8($0) }
            self.port = port
        }
    }

    private(set) var packets: [(microseconds: UInt64, bytes: [UInt8])] = []
    private var clock: UInt64 = 1_700_000_000_000_000

    /// Lets time pass.
    mutating func wait(microseconds: UInt64) { clock += microseconds }

    /// A datagram.
    mutating func udp(_ source: End, _ destination: End, _ payload: [UInt8]) {
        add(17, source, destination, number(UInt16(payload.count + 8)) + [0, 0] + payload)
    }

    /// A whole connection: handshake, one message each way, farewell.
    mutating func connection(_ client: End, _ server: End, asks question: String, answers answer: String) {
        let (ask, reply) = (Array(question.utf8), Array(answer.utf8))
        let (a, b) = (UInt32(1_001 + ask.count), UInt32(5_001 + reply.count))
        tcp(client, server, 0x02, 1_000, 0)
        tcp(server, client, 0x12, 5_000, 1_001)
        tcp(client, server, 0x18, 1_001, 5_001, ask)
        tcp(server, client, 0x18, 5_001, a, reply)
        tcp(client, server, 0x11, a, b)
        tcp(server, client, 0x11, b, a + 1)
    }

    private mutating func tcp(
        _ source: End, _ destination: End, _ flags: UInt8, _ sequence: UInt32, _ acknowledged: UInt32,
        _ payload: [UInt8] = []
    ) {
        let header = number(sequence) + number(acknowledged) + [0x50, flags, 0xFF, 0xFF, 0, 0, 0, 0]
        add(6, source, destination, header + payload)
    }

    private mutating func add(_ transport: UInt8, _ source: End, _ destination: End, _ rest: [UInt8]) {
        let segment = number(source.port) + number(destination.port) + rest
        let header = [0x45, 0] + number(UInt16(segment.count + 20)) + [0, 0, 0x40, 0, 64, transport, 0, 0]
        let ethernet = [UInt8](repeating: 2, count: 12) + [0x08, 0x00]
        packets.append((clock, ethernet + header + source.address + destination.address + segment))
        clock += 1_000
    }

    private func number<Number: FixedWidthInteger>(_ value: Number) -> [UInt8] {
        withUnsafeBytes(of: value.bigEndian) { Array($0) }
    }

    /// The file; of the packets whose places are in a range, where one is given.
    func file(_ choose: (Int) -> Bool = { _ in true }) -> Data {
        var file: [UInt8] = []
        func add(_ number: UInt32) { withUnsafeBytes(of: number.littleEndian) { file += $0 } }
        add(0xA1B2_C3D4)
        file += [2, 0, 4, 0]
        for number in [0, 0, 262_144, 1] as [UInt32] { add(number) }
        for (place, packet) in packets.enumerated() where choose(place) {
            add(UInt32(packet.microseconds / 1_000_000))
            add(UInt32(packet.microseconds % 1_000_000))
            add(UInt32(packet.bytes.count))
            add(UInt32(packet.bytes.count))
            file += packet.bytes
        }
        return Data(file)
    }
}

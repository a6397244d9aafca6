import Foundation
import Glibc
import Observation
import Synchronization

@testable import HostInventory

/// Reads every packet of a network namespace and asks for the owners of each flow at its first.
final class PacketTap: Sendable {
    private let descriptor: Int32
    private let owners: SocketOwners
    private let found = Mutex<[FlowTuple: FlowAttribution]>([:])
    private let isEnding = Atomic(false)
    private let ended = DispatchSemaphore(value: 0)

    init(insideNetworkOf process: Int32, owners: SocketOwners) throws {
        nonisolated(unsafe) var opened: Int32 = -1
        try NetworkNamespace.run(inside: "/proc/\(process)/ns/net") {
            opened = socket(
                AF_PACKET, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), Int32(UInt16(3).bigEndian))
        }
        descriptor = opened
        self.owners = owners
        var room: Int32 = 32 << 20
        setsockopt(descriptor, SOL_SOCKET, SO_RCVBUFFORCE, &room, 4)
        let thread = Thread { [self] in
            run()
            ended.signal()
        }
        thread.start()
    }

    /// Ends the reading.
    func stop() {
        isEnding.store(true, ordering: .relaxed)
        ended.wait()
        close(descriptor)
    }

    /// What was found since the last call.
    func take() -> [FlowTuple: FlowAttribution] {
        found.withLock { found in
            defer { found = [:] }
            return found
        }
    }

    private func run() {
        var buffer = [UInt8](repeating: 0, count: 128)
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        while !isEnding.load(ordering: .relaxed) {
            guard poll(&waiting, 1, 50) > 0 else { continue }
            let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_TRUNC))
            guard count > 0, let flow = Self.flow(in: buffer[..<min(count, buffer.count)]) else { continue }
            guard found.withLock({ $0[flow] == nil && $0[flow.reversed] == nil }) else { continue }
            let attribution = owners.attribution(of: flow, at: .now)
            found.withLock { $0[flow] = attribution }
        }
    }

    private static func flow(in packet: ArraySlice<UInt8>) -> FlowTuple? {
        guard let first = packet.first else { return nil }
        let isV4 = first >> 4 == 4
        let header = isV4 ? Int(first & 15) * 4 : 40
        guard isV4 || first >> 4 == 6, packet.count >= header, header >= 20 else { return nil }
        let transport = TransportProtocol(number: packet[isV4 ? 9 : 6])
        func address(_ start: Int) -> IPAddress {
            IPAddress(
                words: stride(from: start, to: start + (isV4 ? 4 : 16), by: 4).map { start in
                    packet[start..<(start + 4)].reduce(0) { $0 << 8 | UInt32($1) }
                })
        }
        func port(_ start: Int) -> UInt16 {
            guard transport.hasPorts, packet.count >= start + 2 else { return 0 }
            return UInt16(packet[start]) << 8 | UInt16(packet[start + 1])
        }
        return FlowTuple(
            transport, source: SocketAddress(address(isV4 ? 12 : 8), port(header)),
            destination: SocketAddress(address(isV4 ? 16 : 24), port(header + 2)))
    }
}

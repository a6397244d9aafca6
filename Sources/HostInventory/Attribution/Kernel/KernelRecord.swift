internal import CLinux
internal import Observation

/// What one of Earshot's programs in the kernel told.
enum KernelRecord: Sendable {
    /// A process made a socket, or took one over.
    case socket(SocketClaim)
    /// The first packet of a flow is about to leave.
    case flow(ToldFlow)
}

/// Which process made or uses a socket, by the word of the kernel at that moment.
struct SocketClaim: Equatable, Sendable {
    let pid: Int32
    /// When it was noted, in nanoseconds since the machine started.
    let bootNanoseconds: UInt64
    let userID: UInt32
    /// The short name of the thread that did it.
    let name: String
    /// The kernel's number for the network namespace; 0 where it did not tell.
    let network: UInt64

    /// Takes over what the kernel wrote; nothing when it wrote nobody.
    init?(_ owner: clinux_owner) {
        guard let pid = Int32(exactly: owner.thread >> 32), pid > 0 else { return nil }
        self.pid = pid
        bootNanoseconds = owner.time
        userID = UInt32(truncatingIfNeeded: owner.user)
        name = unsafe withUnsafeBytes(of: owner.name) { name in
            unsafe String(decoding: name.prefix { $0 != 0 }, as: UTF8.self)
        }
        network = owner.network
    }

    init(pid: Int32, bootNanoseconds: UInt64, userID: UInt32, name: String, network: UInt64) {
        self.pid = pid
        self.bootNanoseconds = bootNanoseconds
        self.userID = userID
        self.name = name
        self.network = network
    }
}

/// A flow whose first packet was about to leave, and whose socket it came from.
struct ToldFlow: Sendable {
    let transport: TransportProtocol
    let local: SocketAddress
    let remote: SocketAddress
    /// Whether the packet answers one that opened a connection; the socket is the listening one then.
    let isAnswer: Bool
    /// Nothing for sockets that are older than the programs, and for the kernel's own.
    let claim: SocketClaim?
}

extension KernelRecord {
    /// Takes over what the kernel wrote; nothing for a kind that is not known.
    init?(_ record: clinux_record) {
        let claim = SocketClaim(record.owner)
        switch record.kind {
        case CLINUX_SOCKET.rawValue:
            guard let claim else { return nil }
            self = .socket(claim)
        case CLINUX_FLOW.rawValue, CLINUX_ANSWER.rawValue:
            let flow = record.flow
            let local = unsafe withUnsafeBytes(of: flow.local) { unsafe Self.address(Array($0), flow.version) }
            let remote = unsafe withUnsafeBytes(of: flow.remote) { unsafe Self.address(Array($0), flow.version) }
            self = .flow(
                ToldFlow(
                    transport: TransportProtocol(number: flow.protocol),
                    local: SocketAddress(local, UInt16(bigEndian: flow.local_port)),
                    remote: SocketAddress(remote, UInt16(bigEndian: flow.remote_port)),
                    isAnswer: record.kind == CLINUX_ANSWER.rawValue, claim: claim))
        default: return nil
        }
    }

    private static func address(_ bytes: [UInt8], _ version: UInt8) -> IPAddress {
        IPAddress(
            words: stride(from: 0, to: version == 4 ? 4 : 16, by: 4).map { start in
                bytes[start..<(start + 4)].reduce(0) { $0 << 8 | UInt32($1) }
            })
    }
}

internal import Observation

/// The two ends of a packet in an order that is the same for both directions, and a hash of them.
struct FlowKey {
    /// The flow with the lower end first.
    let tuple: FlowTuple

    /// Which end sent the packet.
    let sender: FlowSide

    /// A hash that differs from seed to seed, so that nobody can choose ends that collide.
    let hash: UInt64

    @inline(__always)
    init(_ sent: FlowTuple, seed: UInt64) {
        let isOrdered = Self.precedes(sent.source, sent.destination)
        tuple = isOrdered ? sent : sent.reversed
        sender = isOrdered ? .lower : .upper
        let (lower, upper) = (tuple.source, tuple.destination)
        let ports = UInt64(lower.port) << 32 | UInt64(upper.port) << 16 | UInt64(tuple.transport.number)
        let first = Self.folded(lower.ip.high ^ seed, lower.ip.low ^ 0x9E37_79B9_7F4A_7C15)
        let second = Self.folded(upper.ip.high ^ 0xD6E8_FEB8_6659_FD93, upper.ip.low ^ seed)
        hash = Self.folded(first ^ ports, second ^ 0xA076_1D64_78BD_642F)
    }

    @inline(__always)
    private static func precedes(_ left: SocketAddress, _ right: SocketAddress) -> Bool {
        if left.port != right.port { return left.port < right.port }
        if left.ip.high != right.ip.high { return left.ip.high < right.ip.high }
        return left.ip.low < right.ip.low
    }

    @inline(__always)
    private static func folded(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.high ^ product.low
    }
}
